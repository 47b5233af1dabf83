using System.Collections.Immutable;

namespace ToolZero.Cli.Drill;

/// <summary>One fault as it went.</summary>
/// <param name="Fault">What was done.</param>
/// <param name="Node">To which node.</param>
/// <param name="Recovery">From the fault (its end, when it goes on for a while) to the next useful work of its role, a minute at most.</param>
/// <param name="Balanced">The ledger balanced afterwards.</param>
public sealed record FaultOutcome(Fault Fault, string Node, TimeSpan Recovery, bool Balanced);

/// <summary>Median and longest of some recovery times, in seconds.</summary>
public sealed record RecoveryTimes(double P50, double Max)
{
    /// <summary>Null when there are none.</summary>
    public static RecoveryTimes? Of(IEnumerable<TimeSpan> times)
    {
        var seconds = times.Select(t => Math.Round(t.TotalSeconds, 2)).Order().ToList();
        return seconds.Count == 0 ? null : new RecoveryTimes(seconds[(seconds.Count - 1) / 2], seconds[^1]);
    }
}

/// <summary>What a drill came to; this is its <c>--json</c>.</summary>
/// <param name="Faults">Faults that were done.</param>
/// <param name="Lost">Groups that were issued and are in no state at the end, or never ended.</param>
/// <param name="Duplicated">Groups whose gradient is in the weights more than once.</param>
/// <param name="LedgerBalanced">It balanced after every fault and at the end.</param>
/// <param name="ReplayMatches">The journal leads to the same final weights.</param>
/// <param name="EffectiveTrainingTimeRatio">Time that the trained steps take without faults, over the time they took.</param>
/// <param name="RecoverySeconds">Recovery by role.</param>
public sealed record DrillReport(
    int Faults,
    long Lost,
    long Duplicated,
    bool LedgerBalanced,
    bool ReplayMatches,
    double EffectiveTrainingTimeRatio,
    ImmutableSortedDictionary<string, RecoveryTimes> RecoverySeconds)
{
    /// <summary>All that was promised held.</summary>
    public bool Passed => Lost == 0 && Duplicated == 0 && LedgerBalanced && ReplayMatches;

    /// <summary>The report of some outcomes.</summary>
    /// <param name="outcomes">All faults.</param>
    /// <param name="end">Losses and duplicates as the ledger has them at the end.</param>
    /// <param name="replayMatches">The replay's verdict.</param>
    /// <param name="effective">Effective training time ratio.</param>
    public static DrillReport Of(IReadOnlyCollection<FaultOutcome> outcomes, LedgerVerdict end, bool replayMatches, double effective)
    {
        ArgumentNullException.ThrowIfNull(end);
        var recovery = outcomes
            .GroupBy(o => o.Fault.Role, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(g => g.Key, g => RecoveryTimes.Of(g.Select(o => o.Recovery))!, StringComparer.Ordinal);
        return new DrillReport(
            outcomes.Count, end.Lost, end.Duplicated, end.Balanced && outcomes.All(o => o.Balanced), replayMatches, Math.Round(effective, 3), recovery);
    }
}
