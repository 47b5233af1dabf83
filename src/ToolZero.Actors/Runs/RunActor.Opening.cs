using System.Data.Common;
using Akka.Actor;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Actors.Weights.Tree;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Runs;

/// <content>Opening: of folder and ledger, off the actor's thread, and again when another process still holds them or the disk is full.</content>
public sealed partial class RunActor
{
    private static readonly TimeSpan BetweenOpens = TimeSpan.FromSeconds(1);

    private Task<IRunJob>? _opening;
    private int _opens;

    private void OnOpen()
    {
        if (_state.Stage != RunStage.Opening) return;
        _opens++;
        _opening = Task.Run(_services.Open);
        _opening.PipeTo(Self, success: job => new Opened(job), failure: error => new NotOpened(error.GetBaseException()));
    }

    private void OnOpened(IRunJob job)
    {
        (_job, _fault) = (job, null);
        if (_services.Admin is { } admin && !State.Roles.ContainsKey(Admin)) Start(new Role(Admin, RoleKind.Admin, _ => admin(Self)));
        if (_services.SendsWeights && !State.Roles.ContainsKey(Weights)) Start(new Role(Weights, RoleKind.Weights, _ => WeightsTreeActor.Props(job.Weights, _services.Time)));

        foreach (var notice in job.Notices) Publish(new RunEvent.Notice(notice));
        Apply(_state.Opened(job.Evaluates, job.Baseline is not null));
    }

    private void OnNotOpened(NotOpened failed)
    {
        _fault = failed.Error.Message;
        // The process that had the run before may still be on its way out.
        if ((failed.Error is DataException && _opens <= _services.OpenRetries) || (IsDiskFault(failed.Error) && _services.OutlivesDiskFaults))
            Timers.StartSingleTimer(nameof(Open), Open.Instance, BetweenOpens);
        else
            Apply(_state.Fail(failed.Error.Message, failed.Error is DataException));
    }

    /// <summary>The cluster stays, and the run is opened anew as soon as its disk lets it: nothing is lost, because nothing was sent before it was written.</summary>
    private void WaitForDisk(string reason)
    {
        Publish(new RunEvent.Notice($"{reason}; until then the run waits"));
        _job?.Dispose();
        (_job, _opens, _state, _fault) = (null, 0, new RunState(), reason);
        Timers.StartSingleTimer(nameof(Open), Open.Instance, BetweenOpens);
    }

    /// <summary>Also what a database says that fails while it is given up.</summary>
    private static bool IsDiskFault(Exception error) => error is DataException { IsDiskFault: true } or DbException or IOException;

    /// <summary>Also a run that was opened for an actor that has stopped meanwhile.</summary>
    private static async Task Close(Task<IRunJob> opening)
    {
        try
        {
            (await opening).Dispose();
        }
        catch (DataException)
        {
            // It was never open.
        }
    }

    private sealed record Opened(IRunJob Job);

    private sealed record NotOpened(Exception Error);

    private sealed record Open
    {
        public static Open Instance { get; } = new();
    }
}
