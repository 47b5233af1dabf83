using ToolZero.Actors.Coordinator;
using Row = ToolZero.Actors.Tests.Coordinator.LedgerModel.Row;

namespace ToolZero.Actors.Tests.Coordinator;

/// <summary>What holds after every command that a coordinator processes.</summary>
internal static class CoordinatorInvariants
{
    /// <summary>Checks them all.</summary>
    /// <param name="state">The coordinator's.</param>
    /// <param name="ledger">What its effects left.</param>
    /// <param name="withOperators">They may lower what was allowed when groups were issued or replaced.</param>
    public static void Check(CoordinatorState state, LedgerModel ledger, bool withOperators)
    {
        var counts = state.Counts;
        Assert.True(counts.Balanced, counts.ToString());
        Assert.Equal(ledger.Rows.Count, counts.Issued);
        Assert.Equal(ledger.Count(Row.Pending, Row.InFlight), counts.Pending + counts.InFlight);
        Assert.Equal(ledger.Count(Row.Scored, Row.Batched), counts.Scored);
        Assert.Equal(ledger.Count(Row.Trained), counts.Trained);
        Assert.Equal(ledger.Count(Row.Stale), counts.Stale);
        Assert.Equal(ledger.Count(Row.Filtered), counts.Filtered);
        Assert.Equal(ledger.Count(Row.Failed), counts.Failed);
        Assert.Equal(ledger.Count(Row.Quarantined), counts.Quarantined);
        Assert.Equal(ledger.Replaced(state.NextStep), state.Replaced);
        Assert.True(state.Replaced <= state.Settings.MaxReplaced || withOperators, "more is replaced than one step may");
        CheckSums(state.Book);

        // The gate: what is sampled can be trained in time, always.
        var gate = state.Settings.Gate;
        Assert.True(state.Book.Sampled <= gate.Capacity(state.Version), "more is sampled than can be trained");
        Assert.True(gate.Trains(state.Book.Scored.Add(state.Book.Leased), state.Version + (state.Outstanding is null ? 0 : 1)), "something becomes stale");
        if (!withOperators) Assert.True(state.Book.Groups.Count <= gate.Capacity(state.Version), "gate");
        if (state.Outstanding is not { } batch) return;
        Assert.All(batch.Groups, id => Assert.True(ledger.Rows[id.Value].SampledBy + state.Settings.MaxVersions >= batch.Step, "stale"));
    }

    /// <summary>The sums of the book are those of a walk over all groups.</summary>
    private static void CheckSums(GroupBook book)
    {
        VersionCounts scored = VersionCounts.Empty, leased = VersionCounts.Empty;
        Assert.True(book.Flat.SetEquals(book.Groups.Values.Where(g => g is { Phase: GroupPhase.Scored, IsFlat: true }).Select(g => g.Id)));
        var (pending, batched) = (0, 0);
        foreach (var group in book.Groups.Values)
        {
            if (group.Phase == GroupPhase.Scored) scored = scored.Add(group.SampledBy, 1);
            else if (group.Phase == GroupPhase.Batched) batched++;
            else if (book.Units[group.Unit].Lease is { } lease) leased = leased.Add(lease.Version, 1);
            else pending++;
        }

        Assert.Equal((pending, batched), (book.Pending, book.Batched));
        Assert.Equal(scored, book.Scored);
        Assert.Equal(leased, book.Leased);
        Assert.True(book.PendingUnits.SetEquals(book.Units.Values.Where(u => u.Lease is null).Select(u => u.Id)));
        Assert.All(book.Units.Values, u => Assert.NotEmpty(book.OpenOf(u)));
    }
}
