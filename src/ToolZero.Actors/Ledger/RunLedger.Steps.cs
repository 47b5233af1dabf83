using ToolZero.Actors.Coordinator;

namespace ToolZero.Actors.Ledger;

/// <content>Steps, checkpoints, and what operators change: all of it survives a power cut.</content>
public sealed partial class RunLedger
{
    private const int PrunedAtOnce = 64;

    /// <inheritdoc/>
    public void AdmitLearner(long epoch) => Write(
        () =>
        {
            if (_database.Execute("UPDATE run SET learner_epoch = $0 WHERE learner_epoch < $0", epoch) == 0)
                throw new InvalidOperationException($"A learner was admitted with the number {epoch} or a later one already.");
        },
        powerProof: true);

    /// <inheritdoc/>
    public void Journal(JournalledBatch batch) => Write(
        () =>
        {
            var ids = Join(batch.Groups);
            if (_database.Scalar<string>("SELECT groups FROM batches WHERE step = $0", batch.Step) is { } known)
            {
                if (known == ids) return;
                throw new InvalidOperationException($"Step {batch.Step} is journalled with the groups {known}, not {ids}.");
            }

            _database.Execute(
                """
                INSERT INTO batches (step, groups, schedule_weight, learning_rate, ast_rate, trained, created, updated, clip_low, clip_high, truncated_importance)
                VALUES ($0, $1, $2, $3, $4, 0, $5, $5, $6, $7, $8)
                """,
                batch.Step,
                ids,
                batch.ScheduleWeight,
                batch.LearningRate,
                batch.AstRate,
                Now,
                batch.Bounds?.ClipLow,
                batch.Bounds?.ClipHigh,
                batch.Bounds?.TruncatedImportance);
            var changed = _database.Execute(
                "UPDATE groups SET state = 3, step = $1, updated = $2 WHERE id IN (SELECT value FROM json_each($0)) AND state = 2", Json(batch.Groups), batch.Step, Now);
            if (changed != batch.Groups.Length)
                throw new InvalidOperationException($"{batch.Groups.Length - changed} of the groups {ids} are not scored, or in a batch already: they cannot be in the batch of step {batch.Step}.");
        },
        powerProof: true);

    /// <inheritdoc/>
    public void MarkTrained(long step) => Write(
        () =>
        {
            if (_database.Execute("UPDATE batches SET trained = 1, updated = $1 WHERE step = $0", step, Now) == 0)
                throw new InvalidOperationException($"Step {step} is not journalled.");
            _database.Execute("UPDATE groups SET state = 4, updated = $1 WHERE state < 4 AND state = 3 AND step = $0", step, Now);
            foreach (var id in Split(_database.Scalar<string>("SELECT groups FROM batches WHERE step = $0", step)!)) _recent.Remove(id);
        },
        powerProof: true);

    /// <inheritdoc/>
    public void Checkpointed(CheckpointRecord checkpoint) => Write(
        () => _database.Execute(
            "INSERT INTO checkpoints VALUES ($0, $1, $2, $3) ON CONFLICT (step) DO UPDATE SET path = $1, sha256 = $2",
            checkpoint.Step,
            checkpoint.Path,
            checkpoint.Sha256,
            Now),
        powerProof: true);

    /// <inheritdoc/>
    public bool Prune(long payloadsFrom)
    {
        var dropped = 0;
        Write(() => dropped = _database.Execute(
            """
            DELETE FROM payloads WHERE id IN (
              SELECT p.id FROM payloads p JOIN groups g ON g.id = p.id WHERE g.state = 4 AND g.step < $0 ORDER BY p.id LIMIT $1)
            """,
            payloadsFrom,
            PrunedAtOnce));
        return dropped == PrunedAtOnce;
    }

    /// <inheritdoc/>
    public void RollBack(RollbackPoint point, string reason) => Write(
        () =>
        {
            _recent.Clear();
            _database.Execute("INSERT INTO rollbacks VALUES ($0, $1, $2)", point.PolicyEpoch, point.Step, Now);
            _database.Execute(
                "UPDATE groups SET state = 6, evidence = evidence || $1 || char(10), updated = $2 WHERE state IN (3, 4) AND step >= $0", point.Step, OneLine(reason), Now);
            _database.Execute("UPDATE groups SET state = 5, evidence = evidence || $0 || char(10), updated = $1 WHERE state < 4 AND state = 2", OneLine(reason), Now);
            _database.Execute("UPDATE groups SET state = 0, worker = NULL, updated = $0 WHERE state < 4 AND state = 1", Now);
            // The batches that these were replaced in are filled anew.
            _database.Execute("UPDATE groups SET replaced_at = NULL WHERE replaced_at >= $0", point.Step);
            _database.Execute("DELETE FROM payloads WHERE id IN (SELECT id FROM groups WHERE state > 4)");
            _database.Execute("DELETE FROM batches WHERE step >= $0", point.Step);
            _database.Execute("DELETE FROM checkpoints WHERE step > $0", point.Step);
        },
        powerProof: true);

    /// <inheritdoc/>
    public void Change(SettingChange change) => Write(
        () => _database.Execute(
            "INSERT INTO settings (step, name, before, after, created) VALUES ($0, $1, $2, $3, $4)", change.Step, change.Key, change.Before, change.After, Now),
        powerProof: true);
}
