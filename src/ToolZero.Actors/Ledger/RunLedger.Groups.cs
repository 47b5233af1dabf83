using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Ledger;

/// <content>The way of a group up to its batch, and the ways out.</content>
public sealed partial class RunLedger
{
    /// <inheritdoc/>
    public void Issue(long unit, ImmutableArray<GroupId> groups, ImmutableArray<string> taskIds) => Write(() =>
    {
        var (issued, now) = (0, Now);
        for (var i = 0; i < groups.Length; i++)
        {
            issued += _database.Execute(
                """
                INSERT INTO groups (id, unit, task, state, attempt, sampled_by, prompt_tokens, generated_tokens, evidence, created, updated)
                VALUES ($0, $1, $2, 0, 0, 0, 0, 0, '', $3, $3) ON CONFLICT DO NOTHING
                """,
                groups[i].Value,
                unit,
                taskIds[i],
                now);
        }

        _database.Execute("UPDATE run SET issued = issued + $0", issued);
    });

    /// <inheritdoc/>
    public void Move(ImmutableArray<GroupId> groups, long unit) =>
        Write(() => _database.Execute("UPDATE groups SET unit = $1, updated = $2 WHERE id IN (SELECT value FROM json_each($0))", Json(groups), unit, Now));

    /// <inheritdoc/>
    public void Grant(long unit, ImmutableArray<GroupId> groups, string worker, int attempt) => Write(() =>
    {
        _database.Execute(
            "UPDATE groups SET state = 1, worker = $1, updated = $2 WHERE id IN (SELECT value FROM json_each($0)) AND state IN (0, 1)", Json(groups), worker, Now);

        // The attempt counts leases of the whole unit, which is always generated whole.
        _database.Execute("UPDATE groups SET attempt = max(attempt, $1) WHERE unit = $0", unit, attempt);
    });

    /// <inheritdoc/>
    public void Return(ImmutableArray<GroupId> groups, string reason, bool isFailure) => Write(() => _database.Execute(
        """
        UPDATE groups SET state = 0, evidence = evidence || $1 || char(10), failures = failures + $2, worker = NULL, updated = $3
        WHERE id IN (SELECT value FROM json_each($0)) AND state IN (0, 1)
        """,
        Json(groups),
        OneLine(reason),
        isFailure ? 1 : 0,
        Now));

    void Coordinator.IRunLedger.Store(ScoredGroup group, bool isFlat) => Store(group, isFlat);

    /// <summary>Pending or in flight -> scored, with its payload and the oldest policy version among its tokens; or one more duplicate.</summary>
    public StoreOutcome Store(ScoredGroup group, bool isFlat = false)
    {
        ArgumentNullException.ThrowIfNull(group);
        var payload = LedgerCodec.Encode(group);
        var outcome = _database.Write(() => Store(group, isFlat, payload), powerProof: false);
        if (outcome == StoreOutcome.Stored) _recent.Add(group);
        return outcome;
    }

    /// <inheritdoc/>
    public void Duplicate(ScoredGroup group) => Write(() => CountDuplicate(group));

    /// <inheritdoc/>
    public void Quarantine(ImmutableArray<GroupId> groups, int attempts, string reason) => Write(() => _database.Execute(
        """
        UPDATE groups SET state = 8, attempt = $1, evidence = evidence || $2 || char(10), worker = NULL, updated = $3
        WHERE id IN (SELECT value FROM json_each($0)) AND state IN (0, 1)
        """,
        Json(groups),
        attempts,
        OneLine(reason),
        Now));

    /// <inheritdoc/>
    public void Retry(GroupId group, long unit) => Write(() =>
    {
        var changed = _database.Execute("UPDATE groups SET state = 0, unit = $1, failures = 0, updated = $2 WHERE id = $0 AND state = 8", group.Value, unit, Now);
        if (changed == 0) throw new InvalidOperationException($"{group} is not in quarantine.");
    });

    /// <inheritdoc/>
    public void TakeOut(ImmutableArray<GroupId> groups, GroupState state, string reason)
    {
        if (state is not (GroupState.Stale or GroupState.Filtered or GroupState.Failed)) throw new ArgumentOutOfRangeException(nameof(state), state, "This is no way out of a run.");
        Write(() =>
        {
            // Who is lost may lose its hope of a retry, and nothing else.
            _database.Execute(
                """
                UPDATE groups SET state = $1, evidence = evidence || $2 || char(10), updated = $3
                WHERE id IN (SELECT value FROM json_each($0)) AND (state IN (0, 1, 2) OR (state = 8 AND $1 = 7))
                """,
                Json(groups),
                (int)state,
                OneLine(reason),
                Now);
            _database.Execute("DELETE FROM payloads WHERE id IN (SELECT id FROM groups WHERE id IN (SELECT value FROM json_each($0)) AND state = $1)", Json(groups), (int)state);
        });
        foreach (var id in groups) _recent.Remove(id);
    }

    /// <inheritdoc/>
    public void Replace(ImmutableArray<GroupId> groups, long step) => Write(() =>
    {
        var changed = _database.Execute(
            """
            UPDATE groups SET state = 6, replaced_at = $1, evidence = evidence || $2 || char(10), updated = $3
            WHERE id IN (SELECT value FROM json_each($0)) AND state = 2
            """,
            Json(groups),
            step,
            string.Create(CultureInfo.InvariantCulture, $"all rewards are equal: replaced in the batch of step {step}"),
            Now);
        if (changed != groups.Length) throw new InvalidOperationException($"{groups.Length - changed} of the groups {Join(groups)} are not scored: they cannot be replaced.");
        _database.Execute("DELETE FROM payloads WHERE id IN (SELECT value FROM json_each($0))", Json(groups));
        foreach (var id in groups) _recent.Remove(id);
    });

    /// <inheritdoc/>
    public long Replaced(long step) => _database.Read(() => _database.Scalar<long>("SELECT count(*) FROM groups WHERE replaced_at = $0", step));

    private StoreOutcome Store(ScoredGroup group, bool isFlat, byte[] payload)
    {
        var changed = _database.Execute(
            "UPDATE groups SET state = 2, worker = $1, sampled_by = $2, prompt_tokens = $3, generated_tokens = $4, updated = $5, flat = $6 WHERE id = $0 AND state IN (0, 1)",
            group.Id.Value,
            group.Worker,
            group.OldestVersion(),
            group.PromptTokens.Length,
            Generated(group),
            Now,
            isFlat ? 1 : 0);
        if (changed == 0)
        {
            CountDuplicate(group);
            return StoreOutcome.Duplicate;
        }

        _database.Execute("INSERT INTO payloads VALUES ($0, $1)", group.Id.Value, payload);
        return StoreOutcome.Stored;
    }

    private void CountDuplicate(ScoredGroup group) => _database.Execute(
        "UPDATE run SET duplicates = duplicates + 1, duplicate_prompt_tokens = duplicate_prompt_tokens + $0, duplicate_tokens = duplicate_tokens + $1",
        group.PromptTokens.Length,
        Generated(group));

    private static long Generated(ScoredGroup group) => group.Samples.Sum(s => (long)s.Trajectory.GeneratedTokens);
}
