using Microsoft.Data.Sqlite;
using ToolZero.Actors.Ledger;

namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>A look at ledger.db from outside, beside the process that writes it: the product's own reader would take the file over.</summary>
internal sealed class LedgerFile : IDisposable
{
    private readonly SqliteConnection _connection;

    public LedgerFile(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        _connection.Open();
    }

    public long Issued => Scalar("SELECT issued FROM run");

    /// <summary>Age of the stalest trained group in versions.</summary>
    public long StalenessMaximum => Scalar("SELECT coalesce(max(step - sampled_by), 0) FROM groups WHERE state = 4");

    /// <summary>Groups in any of the states.</summary>
    public long Groups(params GroupState[] states) => Scalar($"SELECT count(*) FROM groups WHERE state IN ({string.Join(',', states.Select(s => (int)s))})");

    /// <summary>Why groups are in this state.</summary>
    public IReadOnlyList<string> Evidence(GroupState state) => Rows($"SELECT evidence FROM groups WHERE state = {(int)state}");

    /// <summary>Groups by state and worker, for the message of a failed wait.</summary>
    public string Standing => string.Join(", ", Rows("SELECT state || ' ' || coalesce(worker, '') || ' x' || count(*) FROM groups GROUP BY state, worker"));

    /// <summary>issued = all groups by state, every trained group in exactly one trained batch, each step once.</summary>
    public void AssertBalanced()
    {
        Assert.Equal(Issued, Groups(Enum.GetValues<GroupState>()));
        var batches = Rows("SELECT groups FROM batches WHERE trained = 1").SelectMany(ids => ids.Split(' ')).Order(StringComparer.Ordinal).ToList();
        var trained = Rows("SELECT cast(id AS TEXT) FROM groups WHERE state = 4").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(trained, batches);
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>True when the condition holds now; false while there is no such ledger yet.</summary>
    public static bool Shows(string path, Func<LedgerFile, bool> condition)
    {
        if (!File.Exists(path)) return false;
        try
        {
            using var ledger = new LedgerFile(path);
            return condition(ledger);
        }
        catch (SqliteException)
        {
            // It is being created.
            return false;
        }
    }

    private long Scalar(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private List<string> Rows(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }
}
