using System.Collections.Immutable;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <content>What operators say, through the admin actor beside the coordinator: none of it crosses a process.</content>
public static partial class CoordinatorProtocol
{
    /// <summary>Operator -> coordinator, answered by <see cref="CommandResult"/> when it is applied or refused, which may take until the next step boundary.</summary>
    public interface IOperatorCommand;

    /// <summary>Operator -> coordinator, answered at once by what is named there.</summary>
    public interface IOperatorQuery;

    /// <summary>What became of a command.</summary>
    /// <param name="Accepted">It is applied.</param>
    /// <param name="Step">Optimiser steps in the newest policy when it was applied or refused.</param>
    /// <param name="Before">What it changed: as it was.</param>
    /// <param name="After">What it changed: as it is.</param>
    /// <param name="Reason">Why it was refused, or what came of it; one line.</param>
    public sealed record CommandResult(bool Accepted, long Step, string Before, string After, string Reason);

    /// <summary>No lease is granted and no batch formed; what is under way goes on.</summary>
    public sealed record Pause : IOperatorCommand
    {
        public static Pause Instance { get; } = new();
    }

    public sealed record Resume : IOperatorCommand
    {
        public static Resume Instance { get; } = new();
    }

    /// <summary>A checkpoint at the next step boundary; answered when it is written.</summary>
    public sealed record Checkpoint : IOperatorCommand
    {
        public static Checkpoint Instance { get; } = new();
    }

    /// <summary>Train what is journalled, save a checkpoint, stop; answered when the run has stopped.</summary>
    public sealed record Drain(string Reason) : IOperatorCommand;

    /// <summary>Back to the kept checkpoint of this many steps, 0 = the base model; what was trained after it is taken out of the run.</summary>
    public sealed record Rollback(long Step) : IOperatorCommand;

    /// <summary>Another value for a live key, at the next step boundary.</summary>
    /// <param name="Key">Its path without <c>toolzero.</c>.</param>
    /// <param name="Value">Its value as in a configuration file.</param>
    public sealed record SetValue(string Key, string Value) : IOperatorCommand;

    /// <summary>No more leases for this worker; answered when it has none left.</summary>
    public sealed record DrainWorker(string Worker) : IOperatorCommand;

    /// <summary>No more leases for this worker, and those that it has go to others.</summary>
    public sealed record RemoveWorker(string Worker) : IOperatorCommand;

    /// <summary>A quarantined group is to be generated again; answered when the gate has let it in.</summary>
    public sealed record RetryQuarantined(GroupId Group) : IOperatorCommand;

    /// <summary>A quarantined group is given up for good: failed.</summary>
    public sealed record DropQuarantined(GroupId Group) : IOperatorCommand;

    /// <summary>Answered by <see cref="CoordinatorStatus"/>.</summary>
    public sealed record GetStatus : IOperatorQuery
    {
        public static GetStatus Instance { get; } = new();
    }

    /// <summary>Answered by <see cref="LedgerReport"/>.</summary>
    public sealed record GetLedger : IOperatorQuery
    {
        public static GetLedger Instance { get; } = new();
    }

    /// <summary>All groups and tokens by state, counted in the ledger itself.</summary>
    public sealed record LedgerReport(LedgerBalance Balance);

    /// <summary>Answered by <see cref="QuarantineReport"/>.</summary>
    public sealed record GetQuarantine : IOperatorQuery
    {
        public static GetQuarantine Instance { get; } = new();
    }

    /// <summary>Quarantined groups with their evidence, ascending.</summary>
    public sealed record QuarantineReport(ImmutableArray<LostGroup> Groups);

    /// <summary>The newest samples, at most <paramref name="Count"/>; answered by <see cref="SampleReport"/>.</summary>
    public sealed record GetSamples(int Count) : IOperatorQuery;

    /// <summary>Samples of the groups that were stored last, newest first.</summary>
    public sealed record SampleReport(ImmutableArray<RecentSample> Samples);
}
