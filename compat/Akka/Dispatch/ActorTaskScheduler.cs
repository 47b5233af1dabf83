using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// Runs the parts of an asynchronous handler on the actor's own turns, one at a time, with Self, Sender and Context in place. Continuations arrive
/// as system messages, so they pass while the mailbox is suspended for the duration of the handler.
/// </summary>
public class ActorTaskScheduler : TaskScheduler
{
    private readonly ActorCell _cell;
    private Envelope _current;
    private bool _starting;

    internal ActorTaskScheduler(ActorCell cell) => _cell = cell;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>The message whose asynchronous handler is under way.</summary>
    public object CurrentMessage => _current.Message;

    public static void RunTask(Action action) => RunTask(() =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <summary>Runs the handler; until it completes the actor takes no other message, and its failure is the actor's failure.</summary>
    public static void RunTask(Func<Task> asyncAction)
    {
        var cell = ActorCell.CurrentCell
            ?? throw new InvalidOperationException("RunTask must be called from an actor context.");
        cell.TaskScheduler.Start(asyncAction);
    }

    internal void Execute(Task task)
    {
        _cell.UseEnvelope(_current);
        TryExecuteTask(task);
    }

    protected override void QueueTask(Task task)
    {
        if ((task.CreationOptions & TaskCreationOptions.LongRunning) != 0)
        {
            new Thread(() => TryExecuteTask(task)) { IsBackground = true, Name = "actor-long-running-task" }.Start();
            return;
        }

        // The handler begins on the spot. What comes after an await comes as a message even from the actor's own turn: a handler that yields
        // in a loop would otherwise grow the stack with each round.
        if (_starting && ActorCell.CurrentCell == _cell)
        {
            _starting = false;
            TryExecuteTask(task);
            return;
        }

        _cell.SendSystemMessage(new ActorTaskContinuation(task, this));
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ActorCell.CurrentCell == _cell && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Start(Func<Task> asyncAction)
    {
        var envelope = _cell.CurrentEnvelope;
        var actor = _cell.Actor;
        _current = envelope;
        _cell.Mailbox.Suspend();
        _starting = true;
        var work = Task.Factory.StartNew(asyncAction, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();
        if (work.IsCompletedSuccessfully)
        {
            _cell.Mailbox.Resume();
            return;
        }

        work.ContinueWith(
            done => _cell.SendSystemMessage(new ActorTaskCompleted(FailureOf(done), envelope, actor)),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            Default);
    }

    private static Exception FailureOf(Task task) => task.Status switch
    {
        TaskStatus.RanToCompletion => null,
        TaskStatus.Canceled => new TaskCanceledException(task),
        _ => task.Exception.InnerExceptions.Count == 1 ? task.Exception.InnerException : task.Exception,
    };
}
