using System.Runtime.ExceptionServices;
using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Failure, suspension, restart and end of the cell's actor.</summary>
public partial class ActorCell
{
    private readonly Queue<SystemMessage> _waiting = new();

    // Whose failure suspended this cell: its own reference, or the child whose failure it escalated.
    private IActorRef _perpetrator;
    private bool _cannotRestartGracefully;

    private bool IsFailed => _perpetrator is not null;

    private bool IsWaitingForChildren => _children.WaitsFor is SuspendReason.Creation or SuspendReason.Recreation;

    private bool IsTerminating => _terminated || _children.WaitsFor is SuspendReason.Termination;

    // While a restart waits for children to end, verdicts and the end itself wait for the restart.
    private bool MustWait(SystemMessage message) =>
        message is Create or Recreate or Suspend or Resume or Terminate && IsWaitingForChildren;

    /// <summary>Suspends this actor with its children and asks the parent what to do.</summary>
    private void HandleInvokeFailure(Exception cause, IEnumerable<IActorRef> childrenNotToSuspend = null)
    {
        if (IsFailed || _terminated) return;
        try
        {
            Mailbox.Suspend();
            var escalated = _envelope.Message is Failed failed ? failed.Child : null;
            _perpetrator = escalated ?? Self;
            var skip = new HashSet<IActorRef>(childrenNotToSuspend ?? []);
            if (escalated is not null) skip.Add(escalated);
            SuspendChildren(skip);
            Parent.SendSystemMessage(new Failed(Self, cause, Self.Path.Uid));
        }
        catch (Exception failure)
        {
            Publish(new Error(failure, LogSource, GetType(), $"emergency stop: exception in failure handling for {cause.GetType()}"));
            foreach (var child in _children.Snapshot()) Stop(child);
            FinishTerminate();
        }
    }

    private void FaultSuspend()
    {
        Mailbox.Suspend();
        SuspendChildren([]);
    }

    private void FaultResume(Exception causedByFailure)
    {
        if (_actor is null)
        {
            Publish(new Error(causedByFailure, LogSource, GetType(), "Changing Resume into Create"));
            FaultCreate();
            return;
        }

        if (_cannotRestartGracefully && causedByFailure is not null)
        {
            Publish(new Error(causedByFailure, LogSource, GetType(), "Changing Resume into Restart"));
            FaultRecreate(causedByFailure);
            return;
        }

        var perpetrator = _perpetrator;
        Mailbox.Resume();
        if (causedByFailure is not null) ClearFailed();
        foreach (var child in _children.Snapshot()) child.Resume(child.Equals(perpetrator) ? causedByFailure : null);
    }

    private void FaultRecreate(Exception cause)
    {
        if (_actor is null)
        {
            FaultCreate();
            return;
        }

        if (_children.WaitsFor is not null)
        {
            FaultResume(null);
            return;
        }

        var failed = _actor;
        if (!_cannotRestartGracefully)
        {
            // The failing message is told only to the actor that failed on it.
            var message = Equals(_perpetrator, Self) ? _envelope.Message : null;
            try
            {
                failed.AroundPreRestart(cause, message);
            }
            catch (Exception failure)
            {
                var reported = new PreRestartException(Self, failure, cause, message);
                Publish(new Error(reported, LogSource, failed.GetType(), failure.Message));
            }
        }

        CancelReceiveTimeout();
        ReleaseActor();
        if (!_children.WaitFor(new SuspendReason.Recreation(cause))) FinishRecreate(cause);
    }

    private void FinishRecreate(Exception cause)
    {
        var survivors = _children.Snapshot();
        try
        {
            Mailbox.Resume();
            ClearFailed();
            NewActor();
            _actor.AroundPostRestart(cause, null);
            if (SystemImpl.Settings.DebugLifecycle) Publish(new Debug(LogSource, _actor.GetType(), "Restarted (" + _actor + ")"));
            foreach (var child in survivors) child.Restart(cause);
        }
        catch (Exception failure)
        {
            _cannotRestartGracefully = _actor is not null;
            HandleInvokeFailure(new PostRestartException(Self, failure, cause), survivors);
        }
    }

    /// <summary>A restart where there is no instance to restart, because its creation had failed.</summary>
    private void FaultCreate()
    {
        CancelReceiveTimeout();
        foreach (var child in _children.Snapshot()) Stop(child);
        if (!_children.WaitFor(new SuspendReason.Creation())) FinishCreate();
    }

    private void FinishCreate()
    {
        Mailbox.Resume();
        ClearFailed();
        try
        {
            CreateActor();
        }
        catch (Exception failure)
        {
            HandleInvokeFailure(failure);
        }
    }

    private void TerminateActor()
    {
        // A second order to end changes nothing.
        if (IsTerminating) return;
        CancelReceiveTimeout();
        UnwatchWatchedActors();
        var children = _children.TerminateAll();
        if (children.Length == 0)
        {
            FinishTerminate();
            return;
        }

        // No more messages while the children end.
        Mailbox.Suspend();
        _perpetrator ??= Self;
        foreach (var child in children) child.Stop();
    }

    private void FinishTerminate()
    {
        var actor = _actor;
        try
        {
            actor?.AroundPostStop();
        }
        catch (Exception failure)
        {
            Publish(new Error(failure, LogSource, actor.GetType(), failure.Message));
        }
        finally
        {
            _terminated = true;
            Dispatcher.Detach(this);
            Parent.SendSystemMessage(new DeathWatchNotification(Self, existenceConfirmed: true, addressTerminated: false));
            TellWatchersWeDied();
            UnwatchWatchedActors();
            if (SystemImpl.Settings.DebugLifecycle) Publish(new Debug(LogSource, actor?.GetType(), "Stopped"));
            ReleaseActor();
        }
    }

    private void HandleFailed(Failed failed)
    {
        // A verdict is only for the incarnation that is still a child.
        if (!_children.TryGetByRef(failed.Child, out var stats) || stats.Uid != failed.Uid) return;
        _envelope = new Envelope(failed, failed.Child);
        var strategy = _actor?.SupervisorStrategyInternal ?? SupervisorStrategy.DefaultStrategy;
        if (!strategy.HandleFailure(this, failed.Child, failed.Cause, stats, _children.Stats()))
            ExceptionDispatchInfo.Throw(failed.Cause);
        _envelope = default;
    }

    private void HandleChildTerminated(IActorRef child)
    {
        var ready = _children.Remove(child);
        if (_actor is not null)
        {
            try
            {
                _actor.SupervisorStrategyInternal.HandleChildTerminated(this, child, _children.Deferred());
            }
            catch (Exception failure)
            {
                Publish(new Error(failure, LogSource, _actor.GetType(), "HandleChildTerminated failed"));
                HandleInvokeFailure(failure);
            }
        }

        switch (ready)
        {
            case SuspendReason.Recreation recreation: FinishRecreate(recreation.Cause); break;
            case SuspendReason.Creation: FinishCreate(); break;
            case SuspendReason.Termination: FinishTerminate(); break;
        }
    }

    private void SuspendChildren(HashSet<IActorRef> except)
    {
        foreach (var child in _children.Snapshot())
        {
            if (!except.Contains(child)) child.Suspend();
        }
    }

    private void ClearFailed()
    {
        _perpetrator = null;
        _cannotRestartGracefully = false;
    }
}
