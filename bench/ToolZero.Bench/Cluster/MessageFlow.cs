using Akka.Actor;
using ToolZero.Actors.Coordinator;
using ToolZero.Core.Rollouts;

namespace ToolZero.Bench.Cluster;

/// <summary>Sends a number of messages to an actor that confirms every few of them, and never has more than a window under way, as workers do that pull.</summary>
internal sealed class MessageSource : UntypedActor
{
    private readonly Func<long, object> _message;
    private readonly int _count;
    private readonly int _window;
    private readonly Action _done;
    private IActorRef _sink = ActorRefs.Nobody;
    private int _sent;

    /// <param name="path">Where the <see cref="MessageSink"/> is.</param>
    /// <param name="message">The nth message.</param>
    /// <param name="count">How many.</param>
    /// <param name="window">Most messages that are not confirmed.</param>
    /// <param name="done">Called when the last one is confirmed.</param>
    public MessageSource(string path, Func<long, object> message, int count, int window, Action done)
    {
        (_message, _count, _window, _done) = (message, count, window, done);
        Context.ActorSelection(path).Tell(new Identify(path));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ActorIdentity { Subject: { } sink }:
                _sink = sink;
                SendUntil(_window);
                break;
            case CoordinatorProtocol.Acknowledged confirmed when confirmed.Id.Value == _count:
                _done();
                break;
            case CoordinatorProtocol.Acknowledged confirmed:
                SendUntil(confirmed.Id.Value + _window);
                break;
        }
    }

    private void SendUntil(long last)
    {
        for (; _sent < Math.Min(last, _count); _sent++) _sink.Tell(_message(_sent));
    }
}

/// <summary>Confirms how many messages have come, every few of them and at the end.</summary>
internal sealed class MessageSink(int count, int every) : UntypedActor
{
    private int _received;

    protected override void OnReceive(object message)
    {
        if (++_received % every == 0 || _received == count) Sender.Tell(new CoordinatorProtocol.Acknowledged(new GroupId(_received)));
    }
}
