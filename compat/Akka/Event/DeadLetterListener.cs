using Akka.Actor;

namespace Akka.Event;

/// <summary>Logs the first dead letters (<c>akka.log-dead-letters</c>), then is silent for a while, and says how many came meanwhile.</summary>
public class DeadLetterListener : ActorBase
{
    private readonly int _limit = Context.System.Settings.LogDeadLetters;
    private readonly TimeSpan _silence = Context.System.Settings.LogDeadLettersSuspendDuration;
    private readonly EventStream _stream = Context.System.EventStream;
    private int _count;
    private TimeSpan _silentUntil = TimeSpan.MinValue;

    // At once, not when the actor has come up: its mailbox keeps the letters until then.
    internal static void Subscribe(EventStream stream, IActorRef listener)
    {
        stream.Subscribe(listener, typeof(DeadLetter));
        stream.Subscribe(listener, typeof(Dropped));
        stream.Subscribe(listener, typeof(UnhandledMessage));
    }

    protected override void PreStart() => Subscribe(_stream, Self);

    protected override void PostStop() => _stream.Unsubscribe(Self);

    protected override bool Receive(object message)
    {
        if (message is not AllDeadLetters letter) return false;
        if (letter.Message is IDeadLetterSuppression) return true;
        var now = Context.System.Scheduler.MonotonicClock;
        if (now < _silentUntil)
        {
            _count++;
            return true;
        }

        if (_silentUntil != TimeSpan.MinValue)
        {
            Publish(letter, $"{_count} dead letters were not logged in the meantime.");
            _silentUntil = TimeSpan.MinValue;
            _count = 0;
        }

        _count++;
        var last = _limit != int.MaxValue && _count >= _limit;
        if (last && _silence != Timeout.InfiniteTimeSpan && _silence > TimeSpan.Zero) _silentUntil = now + _silence;
        else if (last) _silentUntil = TimeSpan.MaxValue;
        Publish(letter, last ? $"{_count} dead letters encountered, no more dead letters will be logged in the next {_silence}." : $"{_count} dead letters encountered.");
        if (last) _count = 0;
        return true;
    }

    private void Publish(AllDeadLetters letter, string about)
    {
        var from = letter.Sender is null || letter.Sender.Equals(Context.System.DeadLetters) ? "without sender" : $"from {letter.Sender}";
        var fate = letter switch
        {
            UnhandledMessage => "was unhandled",
            Dropped dropped => $"was dropped: {dropped.Reason}",
            _ => "was not delivered",
        };
        _stream.Publish(new Info(
            letter.Recipient.Path.ToString(),
            letter.Recipient.GetType(),
            $"Message [{letter.Message.GetType().Name}] {from} to {letter.Recipient} {fate}. [{about}] This logging can be turned off or adjusted with configuration settings 'akka.log-dead-letters' and 'akka.log-dead-letters-during-shutdown'."));
    }
}
