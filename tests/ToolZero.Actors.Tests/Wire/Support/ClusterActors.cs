using Akka.Actor;
using ToolZero.Actors.Tests.Support;
using static ToolZero.Actors.Reward.RewardProtocol;

namespace ToolZero.Actors.Tests.Wire.Support;

/// <summary>Answers with one score per sample, and with the number of other messages that reached it.</summary>
internal sealed class ScoringActor : ReceiveActor
{
    private int _others;

    public ScoringActor()
    {
        Receive<ScoreGroup>(group => Sender.Tell(new GroupScored(group.Group, [.. group.Samples.Select(_ => Samples.Score())])));
        Receive<string>(_ => Sender.Tell(_others));
        ReceiveAny(_ => _others++);
    }

    public static Props Props { get; } = Akka.Actor.Props.Create<ScoringActor>();
}

/// <summary>Says to who asked that an actor is gone.</summary>
internal sealed class WatchingActor : ReceiveActor
{
    private IActorRef _asker = ActorRefs.Nobody;

    public WatchingActor(IActorRef watched)
    {
        Context.Watch(watched);
        Receive<string>(text =>
        {
            if (text == "watching") Sender.Tell(true);
            else _asker = Sender;
        });
        Receive<Terminated>(gone => _asker.Tell(gone.ActorRef));
    }

    public static Props Props(IActorRef watched) => Akka.Actor.Props.Create(() => new WatchingActor(watched));
}
