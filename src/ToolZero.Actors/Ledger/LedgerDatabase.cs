using Microsoft.Data.Sqlite;
using SQLitePCL;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Ledger;

/// <summary>A SQLite file in WAL mode: prepared statements by their text, transactions that roll back on any error, errors as one line.</summary>
internal sealed class LedgerDatabase : IDisposable
{
    private const int BusySeconds = 2;

    // In WAL mode NORMAL survives the death of the process; FULL waits for the disk and survives a power cut, with all that was written before.
    private const string KillProof = "PRAGMA synchronous = NORMAL";
    private const string PowerProof = "PRAGMA synchronous = FULL";

    private readonly string _path;
    private readonly string _kind;
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private bool _isTogether;
    private bool _isPowerProof;

    /// <param name="path">The file; it is made when there is none.</param>
    /// <param name="kind">What it holds, for messages.</param>
    /// <param name="isReadOnly">It must be there, and is not written.</param>
    /// <exception cref="DataException">The file cannot be opened, or is no database.</exception>
    public LedgerDatabase(string path, string kind = "ledger", bool isReadOnly = false)
    {
        (_path, _kind) = (path, kind);
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = BusySeconds,
            Mode = isReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
        };
        _connection = new SqliteConnection(settings.ToString());
        try
        {
            _connection.Open();
            if (isReadOnly) return;
            Execute("PRAGMA journal_mode = WAL");
            Execute(KillProof);
        }
        catch (SqliteException e)
        {
            Dispose();
            throw Explain(e);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    /// <summary>Runs a script of several statements.</summary>
    public void Script(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement; gives the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> parameters) => Prepare(sql, parameters).ExecuteNonQuery();

    /// <summary>The first value of the first row, or null.</summary>
    public T? Scalar<T>(string sql, params ReadOnlySpan<object?> parameters) => Prepare(sql, parameters).ExecuteScalar() is T value ? value : default;

    /// <summary>All rows.</summary>
    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> parameters)
    {
        var rows = new List<T>();
        using var reader = Prepare(sql, parameters).ExecuteReader();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Called at the beginning of every transaction; throws when this writer must not write any more.</summary>
    public Action? Guard { get; set; }

    public void Begin()
    {
        Execute("BEGIN IMMEDIATE");
        Guard?.Invoke();
    }

    public void Commit() => Execute("COMMIT");

    /// <summary>Runs work with many writes in one transaction: all of it is durable when this returns, or nothing after its last power-proof part.</summary>
    /// <exception cref="DataException">Disk full, not writable, locked, damaged …</exception>
    public void Together(Action work)
    {
        try
        {
            Begin();
            _isTogether = true;
            work();
            Commit();
        }
        catch (SqliteException e)
        {
            throw Explain(e);
        }
        finally
        {
            _isTogether = false;
            End();
        }
    }

    /// <summary>Runs work in one transaction, or in the one around it: all of it is durable when that returns, or none.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="powerProof">Wait for the disk: a few milliseconds more.</param>
    /// <exception cref="DataException">Disk full, not writable, locked, damaged …</exception>
    public T Write<T>(Func<T> work, bool powerProof)
    {
        try
        {
            if (_isTogether && powerProof && !_isPowerProof)
            {
                // The setting holds from one transaction on; what was written before is ledger first, messages after, all the same.
                Commit();
                SetPowerProof(true);
                Begin();
            }

            if (_isTogether) return work();
            if (powerProof) SetPowerProof(true);
            Begin();
            var result = work();
            Commit();
            return result;
        }
        catch (SqliteException e)
        {
            throw Explain(e);
        }
        finally
        {
            if (!_isTogether) End();
        }
    }

    /// <summary>Reads in one consistent state.</summary>
    /// <exception cref="DataException">Not readable, damaged …</exception>
    public T Read<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw Explain(e);
        }
    }

    /// <summary>A database error as one line with its remedy.</summary>
    public DataException Explain(SqliteException e) => new($"{_path}: " + e.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => "the disk is full: make room and resume the run",
        raw.SQLITE_READONLY or raw.SQLITE_PERM => $"the {_kind} is not writable: check the permissions of the file and its folder",
        raw.SQLITE_CANTOPEN => $"the {_kind} cannot be opened: check that its folder exists and is writable",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"the {_kind} is locked by another process: end it first",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => $"this is no intact {_kind}: restore it from a copy, or start a new run",
        raw.SQLITE_IOERR => $"the disk failed while the {_kind} was written or read: check it and resume the run",
        _ => e.Message,
    }, e)
    {
        IsDiskFault = e.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_IOERR,
    };

    public void Dispose()
    {
        try
        {
            foreach (var command in _commands.Values) command.Dispose();
            _commands.Clear();
            _connection.Dispose();
        }
        catch (SqliteException)
        {
            // The statement that failed has said it already.
        }
    }

    private void End()
    {
        try
        {
            // SQLite ends some failed transactions by itself.
            if (InTransaction) Execute("ROLLBACK");
            if (_isPowerProof) SetPowerProof(false);
        }
        catch (SqliteException e)
        {
            throw Explain(e);
        }
    }

    private void SetPowerProof(bool isOn)
    {
        Execute(isOn ? PowerProof : KillProof);
        _isPowerProof = isOn;
    }

    // Parameters are $0, $1, … in the order given.
    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < parameters.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            _commands.Add(sql, command);
        }

        for (var i = 0; i < parameters.Length; i++) command.Parameters[i].Value = parameters[i] ?? DBNull.Value;
        return command;
    }
}
