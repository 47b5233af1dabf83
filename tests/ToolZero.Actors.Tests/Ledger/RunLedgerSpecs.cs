using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Tests.Ledger.LedgerFile;

namespace ToolZero.Actors.Tests.Ledger;

public sealed class RunLedgerSpecs : IDisposable
{
    private readonly LedgerFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_new_ledger_is_a_fresh_run()
    {
        using var ledger = _file.Open();
        var restored = ledger.Restore();
        Assert.Equal(RestoredRun.Fresh, restored with { Open = RestoredRun.Fresh.Open, SettledInOpenUnits = RestoredRun.Fresh.SettledInOpenUnits, Rollbacks = RestoredRun.Fresh.Rollbacks, Changes = RestoredRun.Fresh.Changes });
        Assert.Empty(restored.Open);
        Assert.True(ledger.Balance().Holds);
        Assert.Equal(1, ledger.Epoch);
    }

    [Fact]
    public void The_way_of_a_batch()
    {
        using var ledger = _file.Open();
        Issue(ledger, 0, 0, 1, 2);
        ledger.Grant(0, Ids(0, 1, 2), "w", 1);
        Assert.Equal(StoreOutcome.Stored, ledger.Store(Samples.Group(0)));
        Assert.Equal(StoreOutcome.Stored, ledger.Store(Samples.Group(1, version: 3)));
        ledger.Journal(new JournalledBatch(0, Ids(0, 1), 0.1, 5e-4, 0.5));
        Expect(ledger, (GroupState.InFlight, 1), (GroupState.Batched, 2));
        var restored = ledger.Restore();
        Assert.Equal([0L, 1], restored.Outstanding!.Groups.Select(g => g.Value));
        Assert.Equal(3, restored.Open.Single(g => g.Id.Value == 1).SampledBy);

        ledger.MarkTrained(0);
        Expect(ledger, (GroupState.InFlight, 1), (GroupState.Trained, 2));
        restored = ledger.Restore();
        Assert.Equal((1, 3, null), (restored.Version, restored.NextGroup, restored.Outstanding));
        Assert.Equal([(new GroupId(0), 0L), (new GroupId(1), 0L)], restored.SettledInOpenUnits.ToArray());
        Assert.Equal<double>([0.5], ledger.AstRates());

        var batch = ledger.Batch(0);
        Assert.Equal((0, 0.1, 5e-4), (batch.Step, batch.ScheduleWeight, batch.LearningRate));
        Assert.Equal(Bits(Samples.Group(1, version: 3)), Bits(batch.Groups[1]));
    }

    [Fact]
    public void A_group_that_was_replaced_is_filtered_with_its_step_until_that_step_is_undone()
    {
        using (var ledger = _file.Open())
        {
            Issue(ledger, 0, 0, 1, 2);
            ledger.Store(Samples.Group(0), isFlat: true);
            ledger.Store(Samples.Group(1), isFlat: true);
            Assert.True(ledger.Restore().Open.Single(g => g.Id.Value == 1).IsFlat);
            ledger.Replace(Ids(0), 0);
            Assert.Throws<InvalidOperationException>(() => ledger.Replace(Ids(2), 0));
        }

        using var again = _file.Open();
        Expect(again, (GroupState.Pending, 1), (GroupState.Scored, 1), (GroupState.Filtered, 1));
        Assert.True(again.Balance().Holds);
        Assert.Contains("replaced in the batch of step 0", Assert.Single(Assert.Single(again.Lost()).Evidence), StringComparison.Ordinal);
        Assert.Equal((1, 1, 0), (again.Restore().Replaced, again.Replaced(0), again.Replaced(1)));
        again.Journal(new JournalledBatch(0, Ids(1), 0.1, 5e-4, 0.5));
        Assert.Equal(0, again.Restore().Replaced);
        again.MarkTrained(0);
        again.RollBack(new RollbackPoint(1, 0), "rolled back");
        Assert.Equal((0, 0), (again.Restore().Replaced, again.Replaced(0)));
        Expect(again, (GroupState.Pending, 1), (GroupState.Filtered, 2));
    }

    [Fact]
    public void A_ledger_of_an_earlier_release_is_brought_up()
    {
        using (var database = new LedgerDatabase(_file.Path))
        {
            database.Script(LedgerSchema.Create1);
            database.Script(LedgerSchema.From1To2);
            database.Script("PRAGMA user_version = 2; INSERT INTO run (id, seed, config_hash, epoch, issued, duplicates, duplicate_prompt_tokens, duplicate_tokens, created) VALUES (1, 7, 'c0ffee', 3, 0, 0, 0, 0, 0)");
        }

        using var ledger = RunLedger.OpenOrCreate(_file.Path, new LedgerIdentity(7, "c0ffee"), TimeProvider.System);
        Issue(ledger, 0, 0);
        ledger.Store(Samples.Group(0), isFlat: true);
        ledger.Replace(Ids(0), 0);
        Assert.Equal((4, 1), (ledger.Epoch, ledger.Restore().Replaced));
    }

    [Fact]
    public void What_is_said_twice_is_done_once()
    {
        using var ledger = _file.Open();
        for (var i = 0; i < 2; i++) Issue(ledger, 0, 0, 1);
        for (var i = 0; i < 2; i++) ledger.Grant(0, Ids(0, 1), "w", 1);
        Assert.Equal([StoreOutcome.Stored, StoreOutcome.Duplicate], [ledger.Store(Samples.Group(0)), ledger.Store(Samples.Group(0))]);
        ledger.Store(Samples.Group(1));
        for (var i = 0; i < 2; i++) ledger.Journal(new JournalledBatch(0, Ids(0, 1), 0.1, 1, 0));
        for (var i = 0; i < 2; i++) ledger.MarkTrained(0);
        for (var i = 0; i < 2; i++) ledger.Checkpointed(new CheckpointRecord(1, "checkpoints/step_1", "abc"));
        Assert.Equal(StoreOutcome.Duplicate, ledger.Store(Samples.Group(1)));
        Assert.Equal(StoreOutcome.Duplicate, ledger.Store(Samples.Group(99)));
        Expect(ledger, (GroupState.Trained, 2));
        Assert.Equal(new LedgerEntry(3, 9, 12), ledger.Balance().Duplicates);
        Assert.Equal(2, ledger.Balance().Issued);
    }

    [Fact]
    public void A_batch_from_memory_is_the_batch_from_the_file()
    {
        using var ledger = _file.Open();
        Issue(ledger, 0, 0, 1);
        foreach (var id in new[] { 0L, 1 }) ledger.Store(Samples.Group(id, version: 3));
        ledger.Journal(new JournalledBatch(0, LedgerFile.Ids(0, 1), 0.5, 1e-3, 0.5));
        var memory = ledger.Batch(0);
        Assert.Same(memory.Groups[0], ledger.Batch(0).Groups[0]);
        ledger.MarkTrained(0);
        var file = ledger.Batch(0);
        Assert.NotSame(memory.Groups[0], file.Groups[0]);
        Assert.Equal(memory.Groups.Select(LedgerFile.Bits), file.Groups.Select(LedgerFile.Bits));
    }

    [Fact]
    public void What_a_transaction_did_not_keep_is_not_remembered_either()
    {
        using var ledger = _file.Open();
        Issue(ledger, 0, 0);
        Assert.Throws<InvalidOperationException>(() => ledger.Together(() =>
        {
            ledger.Store(Samples.Group(0));
            throw new InvalidOperationException("the actor died here");
        }));
        Assert.Contains("is gone", Assert.Throws<DataException>(() => ledger.Groups(LedgerFile.Ids(0))).Message, StringComparison.Ordinal);
        Expect(ledger, (GroupState.Pending, 1));
    }

    [Fact]
    public void A_failed_lease_returns_with_its_evidence_and_the_last_one_quarantines()
    {
        using var ledger = _file.Open();
        Issue(ledger, 0, 0, 1);
        ledger.Grant(0, Ids(0, 1), "w", 1);
        ledger.Return(Ids(0, 1), "attempt 1: node\nlost", isFailure: true);
        Expect(ledger, (GroupState.Pending, 2));
        ledger.Grant(0, Ids(0, 1), "w", 2);
        Assert.All(ledger.Restore().Open, g => Assert.Equal((2, 1), (g.Attempt, g.Failures)));
        ledger.Quarantine(Ids(0), 2, "attempt 2: out of memory");
        ledger.TakeOut(Ids(1), GroupState.Failed, "no reward");
        Expect(ledger, (GroupState.Quarantined, 1), (GroupState.Failed, 1));
        var lost = ledger.Lost();
        Assert.Equal<string>(["attempt 1: node lost", "attempt 2: out of memory"], lost[0].Evidence);
        Assert.Equal<string>(["attempt 1: node lost", "no reward"], lost[1].Evidence);
        Assert.Equal(new LostCounts(0, 0, 1, 1), ledger.Restore().Lost);
    }

    [Fact]
    public void A_checkpoint_drops_the_payloads_of_its_steps_only()
    {
        using var ledger = _file.Open();
        for (var step = 0; step < 3; step++)
        {
            Issue(ledger, step, step);
            ledger.Grant(step, Ids(step), "w", 1);
            ledger.Store(Samples.Group(step));
            ledger.Journal(new JournalledBatch(step, Ids(step), 0, 0, step / 4.0));
            if (step < 2) ledger.MarkTrained(step);
        }

        ledger.Checkpointed(new CheckpointRecord(1, "", ""));
        Assert.False(ledger.Prune(1));
        Assert.Contains("the payload of group g0 is gone", Assert.Throws<DataException>(() => ledger.Batch(0)).Message, StringComparison.Ordinal);
        Assert.Single(ledger.Batch(1).Groups);
        Assert.Single(ledger.Batch(2).Groups);
        Assert.Equal(1, ledger.Restore().CheckpointStep);
        Assert.Equal<double>([0, 0.25, 0.5], ledger.AstRates());
        Assert.Contains("not in the journal", Assert.Throws<DataException>(() => ledger.Batch(7)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_payloads_of_many_groups_are_dropped_in_parts()
    {
        using var ledger = _file.Open();
        long[] ids = [.. Enumerable.Range(0, 300)];
        Issue(ledger, 0, ids);
        foreach (var id in ids) ledger.Store(Samples.Group(id));
        ledger.Journal(new JournalledBatch(0, Ids(ids), 0, 0, 0));
        ledger.MarkTrained(0);
        ledger.Checkpointed(new CheckpointRecord(1, "", ""));
        Assert.True(ledger.Prune(1));
        Assert.Single(ledger.Groups(Ids(299)));
        Assert.Throws<DataException>(() => ledger.Groups(Ids(0)));
        while (ledger.Prune(1)) Assert.Single(ledger.Groups(Ids(299)));
        Assert.Throws<DataException>(() => ledger.Groups(Ids(299)));
        Expect(ledger, (GroupState.Trained, 300));
    }

    [Fact]
    public void A_batch_holds_scored_groups_once()
    {
        using var ledger = _file.Open();
        Issue(ledger, 0, 0, 1);
        ledger.Store(Samples.Group(0));
        Assert.Throws<InvalidOperationException>(() => ledger.Journal(new JournalledBatch(0, Ids(0, 1), 0, 0, 0)));
        Expect(ledger, (GroupState.Pending, 1), (GroupState.Scored, 1));
        ledger.Journal(new JournalledBatch(0, Ids(0), 0, 0, 0));
        Assert.Throws<InvalidOperationException>(() => ledger.Journal(new JournalledBatch(1, Ids(0), 0, 0, 0)));
        Assert.Throws<InvalidOperationException>(() => ledger.Journal(new JournalledBatch(0, Ids(1), 0, 0, 0)));
        Assert.Throws<InvalidOperationException>(() => ledger.MarkTrained(5));
        Assert.Single(ledger.Journalled());
    }

    [Fact]
    public void Everything_is_there_after_opening_again()
    {
        using (var ledger = _file.Open())
        {
            Issue(ledger, 0, 0, 1);
            ledger.Grant(0, Ids(0, 1), "w", 1);
            ledger.Store(LedgerCodecSpecs.Rich with { Id = new GroupId(1) });
        }

        using var again = _file.Open();
        Assert.Equal(2, again.Epoch);
        Assert.Equal([(0L, false, 1), (1L, true, 1)], again.Restore().Open.Select(g => (g.Id.Value, g.Scored, g.Attempt)).ToArray());
        Assert.Equal(Bits(LedgerCodecSpecs.Rich with { Id = new GroupId(1) }), Bits(again.Groups(Ids(1))[0]));
    }
}
