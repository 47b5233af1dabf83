using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Admin;

/// <summary>
/// The audit trail: <c>audit.db</c> beside the ledger. A file of its own, because commands are refused and audited by a coordinator that the
/// ledger has fenced off too. Lines are only added; the oldest leave when there are too many. Used by one thread.
/// </summary>
public sealed class AuditTrail : IDisposable
{
    /// <summary>Name of the file in the run folder.</summary>
    public const string FileName = "audit.db";

    /// <summary>Lines that are kept.</summary>
    public const int MaxLines = 100_000;

    private const int MaxText = 1000;
    private const int Version = 1;

    // Whoever opens the file with another program finds the same rules.
    private static readonly string Schema = string.Create(CultureInfo.InvariantCulture, $"""
        CREATE TABLE IF NOT EXISTS audit (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          at INTEGER NOT NULL,
          request TEXT NOT NULL,
          operator TEXT NOT NULL,
          address TEXT NOT NULL,
          command TEXT NOT NULL,
          outcome INTEGER NOT NULL,
          step INTEGER NOT NULL,
          before TEXT NOT NULL,
          after TEXT NOT NULL,
          detail TEXT NOT NULL
        );
        CREATE TRIGGER IF NOT EXISTS audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        CREATE TRIGGER IF NOT EXISTS audit_keeps_the_newest BEFORE DELETE ON audit
          WHEN OLD.id > (SELECT max(id) FROM audit) - {MaxLines} BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        PRAGMA user_version = {Version};
        """);

    private readonly LedgerDatabase _database;

    private AuditTrail(LedgerDatabase database) => _database = database;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="DataException">Not writable, damaged, or of a later release.</exception>
    public static AuditTrail Open(string path)
    {
        var database = new LedgerDatabase(path, "audit trail");
        try
        {
            return database.Read(() =>
            {
                var version = database.Scalar<long>("PRAGMA user_version");
                if (version > Version) throw new DataException($"{path}: written by a later release (format {version}, this one knows {Version}): use that release");
                database.Script(Schema);
                return new AuditTrail(database);
            });
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Adds a line; it is on disk when this returns.</summary>
    /// <exception cref="DataException">The disk is full, the file is locked …</exception>
    public void Append(AuditLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        _database.Write(
            () =>
            {
                _database.Execute(
                    "INSERT INTO audit (at, request, operator, address, command, outcome, step, before, after, detail) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)",
                    line.At.UtcTicks,
                    Cut(line.Request),
                    Cut(line.Operator),
                    Cut(line.Address),
                    Cut(line.Command),
                    (long)line.Outcome,
                    line.Step,
                    Cut(line.Before),
                    Cut(line.After),
                    Cut(line.Detail));
                return _database.Execute("DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - $0", MaxLines);
            },
            powerProof: true);
    }

    /// <summary>The newest lines, newest first.</summary>
    /// <exception cref="DataException">Not readable any more.</exception>
    public ImmutableArray<AuditLine> Newest(int count) => [.. _database.Read(() => _database.Rows(
        "SELECT at, request, operator, address, command, outcome, step, before, after, detail FROM audit ORDER BY id DESC LIMIT $0", Read, count))];

    public void Dispose() => _database.Dispose();

    private static AuditLine Read(SqliteDataReader row) => new(
        new DateTimeOffset(row.GetInt64(0), TimeSpan.Zero),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        (AuditOutcome)row.GetInt64(5),
        row.GetInt64(6),
        row.GetString(7),
        row.GetString(8),
        row.GetString(9));

    /// <summary>Texts come from outside: bounded, and without anything that moves a terminal's cursor.</summary>
    private static string Cut(string text) => string.Concat(text.Take(MaxText).Select(c => char.IsControl(c) ? '\ufffd' : c));
}
