using Akka.Actor;
using Akka.Dispatch.MessageQueues;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// What waits for one actor, and the piece of work that handles it. At most one thread runs a mailbox at a time: <see cref="_scheduled"/> goes from
/// 0 to 1 by the thread that hands the mailbox to the dispatcher, and back to 0 at the end of the run, which then looks again so that no message
/// posted in between is left behind.
/// </summary>
public class Mailbox : IRunnable, IThreadPoolWorkItem
{
    private const int SystemBatchesPerTurn = 64;

    private static readonly SystemMessage ClosedMark = new Terminate();

    private readonly Lock _cleaning = new();
    private ActorCell _cell;
    private MessageDispatcher _dispatcher;
    private SystemMessage _systemMessages;
    private int _scheduled;
    private volatile int _suspensions;
    private volatile bool _closed;

    public Mailbox(IMessageQueue messageQueue) => MessageQueue = messageQueue;

    public IMessageQueue MessageQueue { get; }

    public MessageDispatcher Dispatcher => _dispatcher;

    internal bool IsClosed => _closed;

    internal bool IsSuspended => _suspensions > 0;

    private bool HasWork =>
        (Volatile.Read(ref _systemMessages) is { } message && message != ClosedMark) || (_suspensions == 0 && !_closed && MessageQueue.HasMessages);

    public virtual void SetActor(ActorCell actorCell) => _cell = actorCell;

    /// <summary>One turn: all system messages, then at most the dispatcher's throughput of user messages.</summary>
    public void Run()
    {
        var previous = ActorCell.CurrentCell;
        ActorCell.CurrentCell = _cell;
        try
        {
            if (ProcessSystemMessages()) ProcessMessages();
        }
        catch (Exception failure)
        {
            // The cell answers for its actor's failures; what arrives here is a fault of the runtime itself and must not end the process.
            _dispatcher.Report(failure, _cell);
        }
        finally
        {
            ActorCell.CurrentCell = previous;
            Volatile.Write(ref _scheduled, 0);
            Interlocked.MemoryBarrier();
            if (HasWork) Schedule();
        }
    }

    void IThreadPoolWorkItem.Execute() => Run();

    internal void Bind(MessageDispatcher dispatcher) => _dispatcher = dispatcher;

    internal void Post(Envelope envelope)
    {
        MessageQueue.Enqueue(_cell.Self, envelope);

        // Either this thread sees the mailbox closed, or the closing thread sees the message.
        Interlocked.MemoryBarrier();
        if (_closed) CleanUp();
        else if (_suspensions == 0) Schedule();
    }

    /// <param name="message">The message.</param>
    /// <param name="schedule">False for the very first message, which waits until the parent knows its child.</param>
    internal void PostSystem(SystemMessage message, bool schedule = true)
    {
        SystemMessage top;
        do
        {
            top = Volatile.Read(ref _systemMessages);
            if (top == ClosedMark)
            {
                RejectSystem(message);
                return;
            }

            message.Next = top;
        }
        while (Interlocked.CompareExchange(ref _systemMessages, message, top) != top);

        if (schedule) Schedule();
    }

    internal void Schedule()
    {
        if (Volatile.Read(ref _scheduled) == 0 && Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0) _dispatcher.Execute(this);
    }

    /// <summary>Counts: as many resumes as suspends let messages flow again. Called by the running actor only.</summary>
    internal void Suspend() => _suspensions++;

    internal void Resume()
    {
        if (_suspensions > 0) _suspensions--;
    }

    /// <summary>Called once by the cell at its end: from here on everything is a dead letter.</summary>
    internal void Close()
    {
        _closed = true;
        Interlocked.MemoryBarrier();
        for (var rest = InOrder(Interlocked.Exchange(ref _systemMessages, ClosedMark)); rest is not null;)
        {
            var next = rest.Next;
            RejectSystem(rest);
            rest = next;
        }

        CleanUp();
    }

    private static SystemMessage InOrder(SystemMessage newestFirst)
    {
        SystemMessage ordered = null;
        while (newestFirst is not null && newestFirst != ClosedMark)
        {
            var next = newestFirst.Next;
            newestFirst.Next = ordered;
            ordered = newestFirst;
            newestFirst = next;
        }

        return ordered;
    }

    private void ProcessMessages()
    {
        var left = _dispatcher.Throughput;
        var deadline = _dispatcher.ThroughputDeadlineTime is > 0 and var ticks ? Environment.TickCount64 + (ticks / TimeSpan.TicksPerMillisecond) : long.MaxValue;
        while (left-- > 0 && !_closed && _suspensions == 0 && MessageQueue.TryDequeue(out var envelope))
        {
            _cell.Invoke(envelope);
            if (Volatile.Read(ref _systemMessages) is not null && !ProcessSystemMessages()) break;
            if (deadline != long.MaxValue && Environment.TickCount64 >= deadline) break;
        }
    }

    /// <summary>False when there are still more: an actor that keeps sending itself system messages gives the others their turn too.</summary>
    private bool ProcessSystemMessages()
    {
        for (var batches = 0; !_closed && Volatile.Read(ref _systemMessages) is not null; batches++)
        {
            if (batches == SystemBatchesPerTurn) return false;
            var message = InOrder(Interlocked.Exchange(ref _systemMessages, null));
            while (message is not null)
            {
                var next = message.Next;
                message.Next = null;
                if (_closed) RejectSystem(message);
                else _cell.SystemInvoke(message);
                message = next;
            }
        }

        return true;
    }

    private void RejectSystem(SystemMessage message)
    {
        message.Next = null;
        _cell.SystemImpl.DeadLetters.Tell(message, _cell.Self);
    }

    private void CleanUp()
    {
        lock (_cleaning) MessageQueue.CleanUp(_cell.Self, _cell.SystemImpl.DeadLetterQueue);
    }
}
