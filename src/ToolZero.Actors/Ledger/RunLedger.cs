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
/// transaction, or part of the one around it. All of it survives the death of the process; what a journalled, trained or checkpointed step
/// rests on survives a power cut too (a scored group lost there is pending again). For one thread; a process that opens the file takes it
/// over, and older writers are refused.
/// </summary>
public sealed partial class RunLedger : IRunLedger
{
    private readonly LedgerDatabase _database;
    private readonly TimeProvider _time;
    private readonly RecentPayloads _recent = new();

    private RunLedger(LedgerDatabase database, TimeProvider time, string path) => (_database, _time, Path) = (database, time, path);

    public string Path { get; }

    /// <inheritdoc/>
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
        return Open(new LedgerDatabase(path), time, path, ledger =>
        {
            ledger._database.Write(() => ledger.TakeOver(identity), powerProof: true);
            ledger._database.Guard = ledger.CheckEpoch;
        });
    }

    /// <summary>Opens the ledger of a run that may be going on, to read it; every write is refused.</summary>
    /// <exception cref="DataException">There is none, it is damaged, or of another release.</exception>
    public static RunLedger OpenToRead(string path)
    {
        if (!File.Exists(path)) throw new DataException($"{path}: there is no ledger; name a run folder that train has made");
        return Open(new LedgerDatabase(path, isReadOnly: true), TimeProvider.System, path, ledger =>
        {
            var version = ledger.SchemaVersion();
            if (version < LedgerSchema.Version) throw new DataException($"{path}: this ledger was written by an earlier release (schema {version}, not {LedgerSchema.Version}): continue the run with --resume, which brings it up");
            ledger.Identity = ledger._database.Read(ledger.ReadIdentity);
        });
    }

    /// <inheritdoc/>
    public void Together(Action work)
    {
        try
        {
            _database.Together(work);
        }
        catch
        {
            _recent.Clear();
            throw;
        }
    }

    public void Dispose() => _database.Dispose();

    /// <summary>For tests of a full disk: the file may not grow any more.</summary>
    internal void LimitPages() => _database.Script("PRAGMA max_page_count = 1");

    private static RunLedger Open(LedgerDatabase database, TimeProvider time, string path, Action<RunLedger> begin)
    {
        try
        {
            var ledger = new RunLedger(database, time, path);
            begin(ledger);
            return ledger;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static string Join(ImmutableArray<GroupId> groups) => string.Join(' ', groups.Select(g => g.Value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Ids as a statement reads them: <c>IN (SELECT value FROM json_each($0))</c>.</summary>
    private static string Json(ImmutableArray<GroupId> groups) => $"[{string.Join(',', groups.Select(g => g.Value.ToString(CultureInfo.InvariantCulture)))}]";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private long SchemaVersion()
    {
        var version = _database.Read(() => _database.Scalar<long>("PRAGMA user_version"));
        return version <= LedgerSchema.Version
            ? version
            : throw new DataException($"{Path}: this ledger has schema {version}, this program knows {LedgerSchema.Version}: use the program that wrote it");
    }

    private long TakeOver(LedgerIdentity identity)
    {
        var version = SchemaVersion();
        if (version == 0) _database.Script(LedgerSchema.Create1);
        if (version < 2) _database.Script(LedgerSchema.From1To2);
        if (version < 3) _database.Script(LedgerSchema.From2To3);
        _database.Script(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {LedgerSchema.Version}"));
        if (version == 0)
        {
            _database.Execute(
                "INSERT INTO run (id, seed, config_hash, epoch, issued, duplicates, duplicate_prompt_tokens, duplicate_tokens, created) VALUES (1, $0, $1, 0, 0, 0, 0, 0, $2)",
                (long)identity.Seed,
                identity.ConfigurationHash,
                Now);
        }

        Identity = ReadIdentity();
        if (Identity.Seed != identity.Seed)
            throw new DataException($"{Path}: this ledger belongs to a run with run.seed = {Identity.Seed}, not {identity.Seed}: take the same seed, or another run.name");
        _database.Execute("UPDATE run SET epoch = epoch + 1");
        return Epoch = _database.Scalar<long>("SELECT epoch FROM run");
    }

    private LedgerIdentity ReadIdentity() =>
        _database.Rows("SELECT seed, config_hash FROM run", r => new LedgerIdentity((ulong)r.GetInt64(0), r.GetString(1))).Single();

    private void CheckEpoch()
    {
        var newest = _database.Scalar<long>("SELECT epoch FROM run");
        if (newest != Epoch) throw new LedgerFencedException(Epoch, newest);
    }

    private void Write(Action work, bool powerProof = false) => _database.Write(
        () =>
        {
            work();
            return true;
        },
        powerProof);
}
