using Akka.Dispatch;

namespace Akka.Actor.Internal;

internal sealed class UnboundedStash : IStash
{
    private readonly ActorCell _cell;
    private readonly IDequeBasedMessageQueueSemantics _mailbox;
    private LinkedList<Envelope> _stashed = new();
    private int _lastEnvelope = -1;

    internal UnboundedStash(ActorCell cell)
    {
        _cell = cell;
        _mailbox = cell.Mailbox.MessageQueue as IDequeBasedMessageQueueSemantics
            ?? throw new NotSupportedException($"DequeBasedMailbox required, got: {cell.Mailbox.MessageQueue.GetType()}. An (unbounded) deque-based mailbox is needed by the stash of {cell.Self}.");
    }

    public int Count => _stashed.Count;

    public bool IsEmpty => Count == 0;

    public bool NonEmpty => Count > 0;

    public bool IsFull => false;

    public int Capacity => -1;

    public void Stash()
    {
        var envelope = _cell.CurrentEnvelope;
        if (envelope.Message is null) throw new IllegalActorStateException("There is no message to stash.");
        if (_lastEnvelope == _cell.CurrentEnvelopeId) throw new IllegalActorStateException($"Can't stash the same message {envelope.Message} more than once");
        _lastEnvelope = _cell.CurrentEnvelopeId;
        _stashed.AddLast(envelope);
    }

    public void Unstash()
    {
        if (_stashed.First is not { } oldest) return;
        _stashed.RemoveFirst();
        _mailbox.EnqueueFirst(oldest.Value);
    }

    public void UnstashAll() => UnstashAll(static _ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        // Backwards, because each goes in front of the one before.
        for (var node = _stashed.Last; node is not null; node = node.Previous)
        {
            if (predicate(node.Value)) _mailbox.EnqueueFirst(node.Value);
        }

        _stashed = new LinkedList<Envelope>();
    }

    public IEnumerable<Envelope> ClearStash()
    {
        var all = _stashed;
        _stashed = new LinkedList<Envelope>();
        return all;
    }

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        foreach (var envelope in envelopes.Reverse()) _stashed.AddFirst(envelope);
    }
}
