using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using ToolZero.Actors.Coordinator;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Ledger;

/// <content>What the ledger tells: the state to go on from, batches with their payloads, the balance.</content>
public sealed partial class RunLedger
{
    private const string SelectBatch =
        "SELECT step, groups, schedule_weight, learning_rate, ast_rate, clip_low, clip_high, truncated_importance FROM batches";

    /// <inheritdoc/>
    public RestoredRun Restore() => _database.Read(() =>
    {
        var lost = _database.Rows(
            "SELECT state, count(*) FROM groups WHERE state > 4 GROUP BY state", r => KeyValuePair.Create((GroupState)r.GetInt32(0), r.GetInt64(1))).ToDictionary();
        var sizes = _database.Rows(
            "SELECT step, length(groups) - length(replace(groups, ' ', '')) + 1 FROM batches WHERE trained = 1 ORDER BY step", r => (Step: r.GetInt64(0), Size: r.GetInt32(1)));
        return new RestoredRun
        {
            Version = sizes.Count,
            Sizes = sizes.Aggregate(BatchSizes.Empty, (all, batch) => all.Add(batch.Step, batch.Size)),
            Replaced = Replaced(_database.Scalar<long>("SELECT count(*) FROM batches")),
            NextGroup = _database.Scalar<long>("SELECT issued FROM run"),
            Lost = new LostCounts(
                lost.GetValueOrDefault(GroupState.Stale),
                lost.GetValueOrDefault(GroupState.Filtered),
                lost.GetValueOrDefault(GroupState.Failed),
                lost.GetValueOrDefault(GroupState.Quarantined)),
            Duplicates = _database.Scalar<long>("SELECT duplicates FROM run"),
            CheckpointStep = _database.Scalar<long>("SELECT max(step) FROM checkpoints"),
            LearnerEpoch = _database.Scalar<long>("SELECT learner_epoch FROM run"),
            Rollbacks = [.. _database.Rows("SELECT epoch, step FROM rollbacks ORDER BY epoch", r => new RollbackPoint(r.GetInt64(0), r.GetInt64(1)))],
            Changes = [.. _database.Rows("SELECT step, name, before, after FROM settings ORDER BY number", r => new SettingChange(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3)))],
            Open =
            [
                .. _database.Rows(
                    "SELECT id, unit, state >= 2, attempt, failures, sampled_by, flat FROM groups WHERE state < 4 ORDER BY id",
                    r => new RestoredGroup(new GroupId(r.GetInt64(0)), r.GetInt64(1), r.GetBoolean(2), r.GetInt32(3), r.GetInt32(4), r.GetInt64(5), r.GetBoolean(6))),
            ],
            SettledInOpenUnits =
            [
                .. _database.Rows(
                    "SELECT id, unit FROM groups WHERE state >= 4 AND unit IN (SELECT DISTINCT unit FROM groups WHERE state < 4) ORDER BY id",
                    r => (new GroupId(r.GetInt64(0)), r.GetInt64(1))),
            ],
            Outstanding = _database.Rows(
                "SELECT step, groups FROM batches WHERE trained = 0 ORDER BY step", r => new OutstandingBatch(r.GetInt64(0), Split(r.GetString(1)))).FirstOrDefault(),
        };
    });

    /// <inheritdoc/>
    public ImmutableArray<double> AstRates() => _database.Read(() => _database.Rows("SELECT ast_rate FROM batches ORDER BY step", r => r.GetDouble(0)).ToImmutableArray());

    /// <inheritdoc/>
    public ImmutableArray<ScoredGroup> Groups(ImmutableArray<GroupId> ids) => _database.Read(() => ids.Select(Payload).ToImmutableArray());

    /// <inheritdoc/>
    public TrainingBatch Batch(long step)
    {
        var batch = Journalled(step);
        return new TrainingBatch(step, batch.ScheduleWeight, batch.LearningRate, Groups(batch.Groups)) { Bounds = batch.Bounds };
    }

    /// <summary>A step as it was journalled.</summary>
    /// <exception cref="DataException">It was not.</exception>
    public JournalledBatch Journalled(long step) => _database.Read(() => _database.Rows($"{SelectBatch} WHERE step = $0", ReadBatch, step).SingleOrDefault()
        ?? throw new DataException($"{Path}: step {step} is not in the journal: resume from the newest checkpoint"));

    /// <summary>Steps that are journalled, with the numbers they were journalled with, in step order.</summary>
    public ImmutableArray<JournalledBatch> Journalled() => _database.Read(() => _database.Rows($"{SelectBatch} ORDER BY step", ReadBatch).ToImmutableArray());

    /// <summary>Steps of the trained batches whose payloads are all there.</summary>
    public ImmutableArray<long> Replayable() => _database.Read(() => _database.Rows(
        """
        SELECT g.step FROM groups g LEFT JOIN payloads p ON p.id = g.id
        WHERE g.state = 4 GROUP BY g.step HAVING count(p.id) = count(*) ORDER BY g.step
        """,
        r => r.GetInt64(0)).ToImmutableArray());

    /// <summary>All checkpoints ever written, also those that are not kept any more, without those that were rolled back.</summary>
    public ImmutableArray<CheckpointRecord> Checkpoints() => _database.Read(() => _database.Rows(
        "SELECT step, path, sha256 FROM checkpoints ORDER BY step",
        r => new CheckpointRecord(r.GetInt64(0), r.IsDBNull(1) ? "" : r.GetString(1), r.IsDBNull(2) ? "" : r.GetString(2))).ToImmutableArray());

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
        if (_recent.Find(id) is { } recent) return recent;
        var body = _database.Scalar<byte[]>("SELECT body FROM payloads WHERE id = $0", id.Value)
            ?? throw new DataException($"{Path}: the payload of group {id} is gone: a checkpoint held its step; resume from the newest checkpoint");
        return LedgerCodec.Decode(body, $"{Path}: group {id}");
    }

    private static JournalledBatch ReadBatch(SqliteDataReader r) => new(
        r.GetInt64(0),
        Split(r.GetString(1)),
        r.GetDouble(2),
        r.GetDouble(3),
        r.GetDouble(4),
        r.IsDBNull(5) ? null : new UpdateBounds(r.GetDouble(5), r.GetDouble(6), r.GetDouble(7)));

    private static ImmutableArray<GroupId> Split(string ids) =>
        [.. ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => new GroupId(long.Parse(id, CultureInfo.InvariantCulture)))];
}
