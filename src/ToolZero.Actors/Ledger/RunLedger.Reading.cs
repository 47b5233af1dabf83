using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Actors.Coordinator;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Ledger;

/// <content>What the ledger tells: the state to go on from, batches with their payloads, the balance.</content>
public sealed partial class RunLedger
{
    /// <inheritdoc/>
    public RestoredRun Restore() => _database.Read(() =>
    {
        var open = _database.Rows(
            $"SELECT id, unit, state >= 2, attempt, sampled_by FROM groups WHERE state IN {Open} ORDER BY id",
            r => new RestoredGroup(new GroupId(r.GetInt64(0)), r.GetInt64(1), r.GetBoolean(2), r.GetInt32(3), r.GetInt64(4)));
        var settled = _database.Rows(
            $"SELECT id, unit FROM groups WHERE state >= 4 AND unit IN (SELECT DISTINCT unit FROM groups WHERE state IN {Open}) ORDER BY id",
            r => (new GroupId(r.GetInt64(0)), r.GetInt64(1)));
        var outstanding = _database.Rows("SELECT step, groups FROM batches WHERE trained = 0 ORDER BY step", r => new OutstandingBatch(r.GetInt64(0), Split(r.GetString(1))));
        return new RestoredRun(
            _database.Scalar<long>("SELECT count(*) FROM batches WHERE trained = 1"),
            _database.Scalar<long>("SELECT issued FROM run"),
            _database.Scalar<long>("SELECT count(*) FROM groups WHERE state > 4"),
            _database.Scalar<long>("SELECT duplicates FROM run"),
            _database.Scalar<long>("SELECT max(step) FROM checkpoints"),
            [.. open],
            [.. settled],
            outstanding.FirstOrDefault());
    });

    /// <inheritdoc/>
    public ImmutableArray<double> AstRates() => _database.Read(() => _database.Rows("SELECT ast_rate FROM batches ORDER BY step", r => r.GetDouble(0)).ToImmutableArray());

    /// <inheritdoc/>
    public ImmutableArray<ScoredGroup> Groups(ImmutableArray<GroupId> ids) => _database.Read(() => ids.Select(Payload).ToImmutableArray());

    /// <inheritdoc/>
    public TrainingBatch Batch(long step) => _database.Read(() =>
    {
        var batch = _database.Rows(
            "SELECT schedule_weight, learning_rate, groups FROM batches WHERE step = $0", r => (r.GetDouble(0), r.GetDouble(1), Split(r.GetString(2))), step);
        if (batch is not [var (weight, rate, groups)]) throw new DataException($"{Path}: step {step} is not in the journal: resume from the newest checkpoint");
        return new TrainingBatch(step, weight, rate, [.. groups.Select(Payload)]);
    });

    /// <summary>Steps that are journalled, with the numbers they were journalled with, in step order.</summary>
    public ImmutableArray<JournalledBatch> Journalled() => _database.Read(() => _database.Rows(
        "SELECT step, groups, schedule_weight, learning_rate, ast_rate FROM batches ORDER BY step",
        r => new JournalledBatch(r.GetInt64(0), Split(r.GetString(1)), r.GetDouble(2), r.GetDouble(3), r.GetDouble(4))).ToImmutableArray());

    /// <inheritdoc/>
    public LedgerBalance Balance() => _database.Read(() => new LedgerBalance(
        _database.Scalar<long>("SELECT issued FROM run"),
        _database.Rows(
            "SELECT state, count(*), sum(prompt_tokens), sum(generated_tokens) FROM groups GROUP BY state",
            r => KeyValuePair.Create((GroupState)r.GetInt32(0), new LedgerEntry(r.GetInt64(1), r.GetInt64(2), r.GetInt64(3)))).ToImmutableSortedDictionary(),
        _database.Rows(
            "SELECT duplicates, duplicate_prompt_tokens, duplicate_tokens FROM run", r => new LedgerEntry(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2))).Single()));

    /// <inheritdoc/>
    public ImmutableArray<LostGroup> Lost() => _database.Read(() => _database.Rows(
        "SELECT id, task, state, attempt, evidence FROM groups WHERE state > 4 ORDER BY id",
        r => new LostGroup(
            new GroupId(r.GetInt64(0)),
            r.GetString(1),
            (GroupState)r.GetInt32(2),
            r.GetInt32(3),
            [.. r.GetString(4).Split('\n', StringSplitOptions.RemoveEmptyEntries)])).ToImmutableArray());

    private ScoredGroup Payload(GroupId id)
    {
        var body = _database.Scalar<byte[]>("SELECT body FROM payloads WHERE id = $0", id.Value)
            ?? throw new DataException($"{Path}: the payload of group {id} is gone: a checkpoint held its step; resume from the newest checkpoint");
        return LedgerCodec.Decode(body, $"{Path}: group {id}");
    }

    private static ImmutableArray<GroupId> Split(string ids) =>
        [.. ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => new GroupId(long.Parse(id, CultureInfo.InvariantCulture)))];
}
