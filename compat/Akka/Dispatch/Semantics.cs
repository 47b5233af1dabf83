using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>Root of the properties that a message queue may have and an actor may require.</summary>
public interface ISemantics;

public interface IUnboundedMessageQueueSemantics : ISemantics;

public interface IDequeBasedMessageQueueSemantics : ISemantics
{
    void EnqueueFirst(Envelope envelope);
}

public interface IUnboundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics, IUnboundedMessageQueueSemantics;

/// <summary>Put on an actor class: its mailbox must have this kind of queue (<c>akka.actor.mailbox.requirements</c>).</summary>
public interface IRequiresMessageQueue<T>
    where T : ISemantics;

/// <summary>Put on a mailbox type: the kind of queue that it makes.</summary>
public interface IProducesMessageQueue<TQueue>
    where TQueue : MessageQueues.IMessageQueue;
