using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ToolZero.Cli.Drill;

/// <summary>What the ledger says of the whole run.</summary>
/// <param name="Balanced">Issued groups and groups by state are the same number, and every row has one state.</param>
/// <param name="Lost">Groups that no gradient will ever come from: without a row, given up, quarantined, stale, or named by a trained batch and not trained.</param>
/// <param name="Duplicated">Groups in more than one trained batch.</param>
public sealed record LedgerVerdict(bool Balanced, long Lost, long Duplicated);

/// <summary>How far the run is, as the ledger has it.</summary>
/// <param name="Epoch">Coordinators so far.</param>
/// <param name="Steps">Trained steps.</param>
/// <param name="Stored">Groups that were ever stored.</param>
/// <param name="Balanced">The ledger balances.</param>
public sealed record LedgerProgress(long Epoch, long Steps, long Stored, bool Balanced);

/// <summary>
/// Reads a run's ledger from outside, without the program that writes it: a second pair of eyes. Every question is one short read transaction, and a ledger that
/// cannot be read just now (it is being created, or locked) gives null.
/// </summary>
internal sealed class LedgerWatch(string path)
{
    private const string States = "SELECT (SELECT issued FROM run), (SELECT count(*) FROM groups), (SELECT count(*) FROM groups WHERE state BETWEEN 0 AND 8)";

    public LedgerProgress? Progress() => Read(connection =>
    {
        var (issued, rows, known) = Row(connection, States, r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)));
        var epoch = Row(connection, "SELECT epoch FROM run", r => r.GetInt64(0));
        var steps = Row(connection, "SELECT count(*) FROM batches WHERE trained = 1", r => r.GetInt64(0));
        var stored = Row(connection, "SELECT count(*) FROM groups WHERE state BETWEEN 2 AND 4", r => r.GetInt64(0));
        return new LedgerProgress(epoch, steps, stored, issued == rows && rows == known);
    });

    /// <summary>Ids of the groups that workers have leased now; of one node, or of all.</summary>
    /// <param name="node">Its name; null = all.</param>
    public IReadOnlyList<long>? Leased(string? node) => Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM groups WHERE state = 1 AND ($worker IS NULL OR worker LIKE $worker ESCAPE '\\')";
        command.Parameters.AddWithValue("$worker", node is null ? DBNull.Value : node.Replace("_", "\\_", StringComparison.Ordinal) + "/%");
        using var reader = command.ExecuteReader();
        var ids = new List<long>();
        while (reader.Read()) ids.Add(reader.GetInt64(0));
        return ids;
    });

    /// <summary>How many of these groups are still to be done.</summary>
    public int? StillOpen(IReadOnlyList<long> ids) => Read<int?>(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM groups WHERE state < 2 AND id IN ({string.Join(',', ids)})";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    });

    /// <summary>Median time between two trained steps.</summary>
    public TimeSpan? Pace() => Read<TimeSpan?>(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT updated FROM batches WHERE trained = 1 ORDER BY step";
        using var reader = command.ExecuteReader();
        var moments = new List<long>();
        while (reader.Read()) moments.Add(reader.GetInt64(0));
        var gaps = moments.Zip(moments.Skip(1), (before, after) => after - before).Order().ToList();
        return gaps.Count == 0 ? null : TimeSpan.FromMilliseconds(gaps[gaps.Count / 2]);
    });

    /// <summary>Of a run that has ended.</summary>
    public LedgerVerdict? Verdict() => Read(connection =>
    {
        var (issued, rows, known) = Row(connection, States, r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)));
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT groups FROM batches WHERE trained = 1";
        using var reader = command.ExecuteReader();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        long duplicated = 0;
        while (reader.Read())
            foreach (var id in reader.GetString(0).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                if (!seen.Add(id)) duplicated++;
        var trained = Row(connection, "SELECT count(*) FROM groups WHERE state = 4", r => r.GetInt64(0));
        var givenUp = Row(connection, "SELECT count(*) FROM groups WHERE state IN (5, 7, 8)", r => r.GetInt64(0));
        return new LedgerVerdict(issued == rows && rows == known, Math.Max(0, issued - rows) + givenUp + Math.Max(0, seen.Count - trained), duplicated);
    });

    private T? Read<T>(Func<SqliteConnection, T> question)
    {
        if (!File.Exists(path)) return default;
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            using var transaction = connection.BeginTransaction(deferred: true);
            return question(connection);
        }
        catch (SqliteException)
        {
            return default;
        }
    }

    private static T Row<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        reader.Read();
        return read(reader);
    }
}
