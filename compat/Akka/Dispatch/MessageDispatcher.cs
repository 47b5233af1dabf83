using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>Gives threads to the mailboxes of its actors.</summary>
public abstract class MessageDispatcher
{
    public const int DefaultThroughput = 100;

    private long _inhabitants;

    protected MessageDispatcher(MessageDispatcherConfigurator configurator)
    {
        Configurator = configurator;
        Throughput = DefaultThroughput;
    }

    public MessageDispatcherConfigurator Configurator { get; }

    public EventStream EventStream => Configurator.Prerequisites.EventStream;

    public Mailboxes Mailboxes => Configurator.Prerequisites.Mailboxes;

    public string Id { get; protected set; }

    /// <summary>Messages of one actor per turn.</summary>
    public int Throughput { get; protected set; }

    /// <summary>Ticks of one turn, after which the next actor comes; null or 0 = no limit.</summary>
    public long? ThroughputDeadlineTime { get; protected set; }

    /// <summary>Actors on this dispatcher.</summary>
    protected long Inhabitants => Interlocked.Read(ref _inhabitants);

    public virtual void Attach(ActorCell cell)
    {
        Interlocked.Increment(ref _inhabitants);
        cell.Mailbox.Schedule();
    }

    public virtual void Detach(ActorCell cell)
    {
        cell.Mailbox.Close();
        if (Interlocked.Decrement(ref _inhabitants) == 0) LastActorLeft();
    }

    public virtual void Dispatch(ActorCell cell, Envelope envelope) => cell.Mailbox.Post(envelope);

    public virtual void SystemDispatch(ActorCell cell, SystemMessage message) => cell.Mailbox.PostSystem(message);

    public void Schedule(Action run) => Schedule(new ActionRunnable(() =>
    {
        try
        {
            run();
        }
        catch (Exception failure)
        {
            Report(failure, null);
        }
    }));

    public void Schedule(IRunnable run) => ExecuteTask(run);

    internal void Execute(Mailbox mailbox) => ExecuteTask(mailbox);

    internal void Report(Exception failure, ActorCell cell) =>
        EventStream.Publish(new Error(failure, cell?.Self.Path.ToString() ?? Id, GetType(), "An internal error while a mailbox was processed"));

    internal void ShutdownNow() => Shutdown();

    protected abstract void ExecuteTask(IRunnable run);

    protected abstract void Shutdown();

    protected virtual void LastActorLeft()
    {
    }
}

/// <summary>A dispatcher over an executor: the thread pool, or threads of its own.</summary>
public class Dispatcher : MessageDispatcher
{
    private readonly ExecutorService _executor;

    public Dispatcher(
        MessageDispatcherConfigurator configurator,
        string id,
        int throughput,
        long? throughputDeadlineTime,
        ExecutorServiceFactory executorServiceFactory,
        TimeSpan shutdownTimeout)
        : base(configurator)
    {
        Id = id;
        Throughput = throughput;
        ThroughputDeadlineTime = throughputDeadlineTime;
        ShutdownTimeout = shutdownTimeout;
        _executor = executorServiceFactory.Produce(id);
    }

    public TimeSpan ShutdownTimeout { get; }

    protected override void ExecuteTask(IRunnable run) => _executor.Execute(run);

    protected override void Shutdown() => _executor.Shutdown();
}

/// <summary>One actor, one thread of its own, for as long as the actor lives.</summary>
public sealed class PinnedDispatcher(
    MessageDispatcherConfigurator configurator,
    string id,
    int throughput,
    long? throughputDeadlineTime,
    ExecutorServiceFactory executorServiceFactory,
    TimeSpan shutdownTimeout) : Dispatcher(configurator, id, throughput, throughputDeadlineTime, executorServiceFactory, shutdownTimeout)
{
    private ActorCell _owner;

    public override void Attach(ActorCell cell)
    {
        var owner = Interlocked.CompareExchange(ref _owner, cell, null);
        if (owner is not null && owner != cell) throw new InvalidOperationException($"Cannot attach {cell.Self} to a pinned dispatcher that belongs to {owner.Self}");
        base.Attach(cell);
    }

    // The thread ends after the work already queued; the closed mailbox needs it no more.
    protected override void LastActorLeft() => Shutdown();
}
