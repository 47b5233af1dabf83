using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Actors.Coordinator;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Ledger;

/// <summary>What a ledger is the ledger of.</summary>
/// <param name="Seed">Seed of the run: another seed is another run.</param>
/// <param name="ConfigurationHash">Hash of the configuration that the run began with.</param>
public sealed record LedgerIdentity(ulong Seed, string ConfigurationHash);

/// <summary>
/// The durable account of a run, one SQLite file (design, section 5): every group has one row and one state, and every method is one
/// transaction. All of it survives the death of the process; what a journalled, trained or checkpointed step rests on survives a power cut too
/// (a scored group lost there is pending again). For one thread; a process that opens the file takes it over, and older writers are refused.
/// </summary>
public sealed partial class RunLedger : IRunLedger
{
    private const string Open = "(0, 1, 2, 3)";

    private readonly LedgerDatabase _database;
    private readonly TimeProvider _time;

    private RunLedger(LedgerDatabase database, TimeProvider time, string path) => (_database, _time, Path) = (database, time, path);

    public string Path { get; }

    /// <summary>Number of this opening of the file: the fence against older writers.</summary>
    public long Epoch { get; private set; }

    /// <summary>What the file was created for.</summary>
    public LedgerIdentity Identity { get; private set; } = new(0, "");

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Opens the ledger of a run, or creates it, and takes it over.</summary>
    /// <exception cref="DataException">Not to be opened, damaged, of a newer program, or of a run with another seed.</exception>
    public static RunLedger OpenOrCreate(string path, LedgerIdentity identity, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(time);
        var database = new LedgerDatabase(path);
        try
        {
            var ledger = new RunLedger(database, time, path);
            database.Write(() => ledger.TakeOver(identity), powerProof: true);
            return ledger;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public void Dispose() => _database.Dispose();

    /// <inheritdoc/>
    public void Issue(long unit, ImmutableArray<GroupId> groups, ImmutableArray<string> taskIds) => Write(() =>
    {
        var issued = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            issued += _database.Execute(
                "INSERT INTO groups VALUES ($0, $1, $2, 0, 0, NULL, NULL, 0, 0, 0, '', $3, $3) ON CONFLICT DO NOTHING", groups[i].Value, unit, taskIds[i], Now);
        }

        _database.Execute("UPDATE run SET issued = issued + $0", issued);
    });

    /// <inheritdoc/>
    public void Grant(long unit, ImmutableArray<GroupId> groups, string worker, int attempt) => Write(() =>
    {
        foreach (var group in groups)
            _database.Execute("UPDATE groups SET state = 1, worker = $1, updated = $2 WHERE id = $0 AND state IN (0, 1)", group.Value, worker, Now);

        // The attempt counts leases of the whole unit, which is always generated whole.
        _database.Execute("UPDATE groups SET attempt = max(attempt, $1) WHERE unit = $0", unit, attempt);
    });

    /// <inheritdoc/>
    public void Return(long unit, ImmutableArray<GroupId> groups, string reason) => Write(() =>
    {
        foreach (var group in groups)
        {
            _database.Execute(
                "UPDATE groups SET state = 0, evidence = evidence || $1 || char(10), worker = NULL, updated = $2 WHERE id = $0 AND state IN (0, 1)",
                group.Value,
                OneLine(reason),
                Now);
        }
    });

    /// <inheritdoc cref="IRunLedger.Store"/>
    public StoreOutcome Store(ScoredGroup group) => Store([group])[0];

    void IRunLedger.Store(ScoredGroup group) => Store(group);

    /// <summary>Several groups in one transaction: the disk is waited for once.</summary>
    public ImmutableArray<StoreOutcome> Store(ImmutableArray<ScoredGroup> groups)
    {
        var payloads = groups.Select(LedgerCodec.Encode).ToList();
        return Write(() => groups.Select((group, i) => Store(group, payloads[i])).ToImmutableArray());
    }

    /// <inheritdoc/>
    public void Duplicate(ScoredGroup group) => Write(() => CountDuplicate(group));

    /// <inheritdoc/>
    public void Quarantine(ImmutableArray<GroupId> groups, int attempts, ImmutableArray<string> evidence) => Write(() =>
    {
        foreach (var group in groups)
        {
            _database.Execute(
                "UPDATE groups SET state = 8, attempt = $1, evidence = $2, worker = NULL, updated = $3 WHERE id = $0 AND state IN (0, 1)",
                group.Value,
                attempts,
                string.Concat(evidence.Select(e => OneLine(e) + "\n")),
                Now);
        }
    });

    /// <summary>Takes open groups out of the run for another reason than failed attempts: stale, filtered or failed.</summary>
    public void TakeOut(ImmutableArray<GroupId> groups, GroupState state, string reason)
    {
        if (state is not (GroupState.Stale or GroupState.Filtered or GroupState.Failed)) throw new ArgumentOutOfRangeException(nameof(state), state, "This is no way out of a run.");
        Write(() =>
        {
            foreach (var group in groups)
            {
                var changed = _database.Execute(
                    "UPDATE groups SET state = $1, evidence = evidence || $2 || char(10), updated = $3 WHERE id = $0 AND state IN (0, 1, 2)",
                    group.Value,
                    (int)state,
                    OneLine(reason),
                    Now);
                if (changed > 0) _database.Execute("DELETE FROM payloads WHERE id = $0", group.Value);
            }
        });
    }

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
                "INSERT INTO batches VALUES ($0, $1, $2, $3, $4, 0, $5, $5)", batch.Step, ids, batch.ScheduleWeight, batch.LearningRate, batch.AstRate, Now);
            foreach (var group in batch.Groups)
            {
                if (_database.Execute("UPDATE groups SET state = 3, step = $1, updated = $2 WHERE id = $0 AND state = 2", group.Value, batch.Step, Now) == 0)
                    throw new InvalidOperationException($"{group} is not scored, or in a batch already: it cannot be in the batch of step {batch.Step}.");
            }
        },
        powerProof: true);

    /// <inheritdoc/>
    public void MarkTrained(long step) => Write(
        () =>
        {
            if (_database.Execute("UPDATE batches SET trained = 1, updated = $1 WHERE step = $0", step, Now) == 0)
                throw new InvalidOperationException($"Step {step} is not journalled.");
            _database.Execute("UPDATE groups SET state = 4, updated = $1 WHERE state = 3 AND step = $0", step, Now);
        },
        powerProof: true);

    /// <inheritdoc/>
    public void Checkpointed(long step) => Checkpointed(step, null, null);

    /// <summary>Remembers a checkpoint with its place and the hash of its weights, and drops the payloads of the steps it holds.</summary>
    public void Checkpointed(long step, string? path, string? sha256) => Write(
        () =>
        {
            _database.Execute(
                "INSERT INTO checkpoints VALUES ($0, $1, $2, $3) ON CONFLICT (step) DO UPDATE SET path = $1, sha256 = $2", step, path, sha256, Now);
            _database.Execute(
                "DELETE FROM payloads WHERE id IN (SELECT p.id FROM payloads p JOIN groups g ON g.id = p.id WHERE g.state = 4 AND g.step < $0)", step);
        },
        powerProof: true);

    /// <summary>For tests of a full disk: the file may not grow any more.</summary>
    internal void LimitPages() => _database.Script("PRAGMA max_page_count = 1");

    private long TakeOver(LedgerIdentity identity)
    {
        var version = _database.Scalar<long>("PRAGMA user_version");
        if (version > LedgerSchema.Version)
            throw new DataException($"{Path}: this ledger has schema {version}, this program knows {LedgerSchema.Version}: use the program that wrote it");
        if (version == 0)
        {
            _database.Script(LedgerSchema.Create);
            _database.Script(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {LedgerSchema.Version}"));
            _database.Execute("INSERT INTO run VALUES (1, $0, $1, 0, 0, 0, 0, 0, $2)", (long)identity.Seed, identity.ConfigurationHash, Now);
        }

        Identity = _database.Rows("SELECT seed, config_hash FROM run", r => new LedgerIdentity((ulong)r.GetInt64(0), r.GetString(1))).Single();
        if (Identity.Seed != identity.Seed)
            throw new DataException($"{Path}: this ledger belongs to a run with run.seed = {Identity.Seed}, not {identity.Seed}: take the same seed, or another run.name");
        _database.Execute("UPDATE run SET epoch = epoch + 1");
        return Epoch = _database.Scalar<long>("SELECT epoch FROM run");
    }

    private StoreOutcome Store(ScoredGroup group, byte[] payload)
    {
        var changed = _database.Execute(
            "UPDATE groups SET state = 2, worker = $1, sampled_by = $2, prompt_tokens = $3, generated_tokens = $4, updated = $5 WHERE id = $0 AND state IN (0, 1)",
            group.Id.Value,
            group.Worker,
            SampledBy(group),
            group.PromptTokens.Length,
            Generated(group),
            Now);
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

    private void Write(Action work, bool powerProof = false) => Write(
        () =>
        {
            work();
            return true;
        },
        powerProof);

    private T Write<T>(Func<T> work, bool powerProof = false) => _database.Write(
        () =>
        {
            var newest = _database.Scalar<long>("SELECT epoch FROM run");
            return newest == Epoch ? work() : throw new LedgerFencedException(Epoch, newest);
        },
        powerProof);

    private static long SampledBy(ScoredGroup group) =>
        group.Samples.SelectMany(s => s.Trajectory.Versions).Select(v => v.Value).DefaultIfEmpty(0).Min();

    private static long Generated(ScoredGroup group) => group.Samples.Sum(s => (long)s.Trajectory.Tokens.Length);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Join(ImmutableArray<GroupId> groups) => string.Join(' ', groups.Select(g => g.Value.ToString(CultureInfo.InvariantCulture)));
}
