using Microsoft.Data.Sqlite;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;
using static ToolZero.Actors.Tests.Ledger.LedgerFile;

namespace ToolZero.Actors.Tests.Ledger;

/// <summary>Kills, cut logs, full disks, and those who may not write or read it.</summary>
public sealed class LedgerDamageSpecs : IDisposable
{
    private readonly LedgerFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_process_killed_in_a_transaction_leaves_the_state_before_it()
    {
        using (var ledger = _file.Open()) Issue(ledger, 0, 0, 1);
        using (var killed = new LedgerDatabase(_file.Path))
        {
            killed.Begin();
            killed.Execute("UPDATE groups SET state = 4");
            killed.Execute("UPDATE run SET issued = 99");
        }

        using var again = _file.Open();
        Expect(again, (GroupState.Pending, 2));
    }

    [Fact]
    public void A_log_cut_anywhere_recovers_to_an_intact_state()
    {
        using var folder = new LedgerFile();
        using (var ledger = _file.Open())
        {
            for (var i = 0; i < 20; i++)
            {
                Issue(ledger, i, i);
                if (i % 2 == 0) ledger.Store(Samples.Group(i));
            }

            // The files of a process that is still running, as a power cut would leave them.
            var log = File.Open(_file.Path + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using (log)
            {
                var bytes = new byte[log.Length];
                log.ReadExactly(bytes);
                foreach (var share in new[] { 0.35, 0.6, 0.9, 0.999 })
                {
                    File.Delete(folder.Path + "-shm");
                    File.Copy(_file.Path, folder.Path, overwrite: true);
                    File.WriteAllBytes(folder.Path + "-wal", bytes[..(int)(bytes.Length * share)]);
                    using var cut = folder.Open();
                    Assert.True(cut.Balance().Holds);
                    Assert.InRange(cut.Balance().Issued, 1, 20);
                    cut.Groups([.. cut.Restore().Open.Where(g => g.Scored).Select(g => g.Id)]);
                }
            }
        }
    }

    [Fact]
    public void An_older_writer_is_refused()
    {
        using var old = _file.Open();
        Issue(old, 0, 0);
        using var current = _file.Open();
        var refused = Assert.Throws<LedgerFencedException>(() => old.Store(Samples.Group(0)));
        Assert.Equal((1, 2), (refused.Epoch, refused.Newest));
        Assert.Equal(StoreOutcome.Stored, current.Store(Samples.Group(0)));
    }

    [Fact]
    public void Another_seed_is_another_run()
    {
        using (_file.Open(seed: ulong.MaxValue)) Assert.True(File.Exists(_file.Path));
        Assert.Contains("run.seed = 18446744073709551615, not 2", Assert.Throws<DataException>(() => _file.Open(seed: 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ledger_of_a_newer_program_is_refused()
    {
        using (_file.Open()) Assert.True(File.Exists(_file.Path));
        using (var database = new LedgerDatabase(_file.Path)) database.Script("PRAGMA user_version = 99");
        Assert.Contains("schema 99", Assert.Throws<DataException>(() => _file.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_locked_ledger_is_one_line()
    {
        using var ledger = _file.Open();
        using var other = new LedgerDatabase(_file.Path);
        other.Begin();
        Assert.Contains("locked by another process", Assert.Throws<DataException>(() => Issue(ledger, 0, 0)).Message, StringComparison.Ordinal);
        other.Commit();
        Issue(ledger, 0, 0);
        Expect(ledger, (GroupState.Pending, 1));
    }

    [Fact]
    public void A_full_disk_is_one_line_and_the_state_before_stays()
    {
        using var ledger = _file.Open();
        using (var small = new LedgerDatabase(_file.Path)) Assert.False(small.InTransaction);
        Issue(ledger, 0, 0);
        ledger.LimitPages();
        var big = Samples.Group(0) with { PromptTokens = [.. Enumerable.Range(70_000, 100_000)] };
        Assert.Contains("the disk is full", Assert.Throws<DataException>(() => ledger.Store(big)).Message, StringComparison.Ordinal);
        Expect(ledger, (GroupState.Pending, 1));
    }

    [Fact]
    public void What_is_no_ledger_is_one_line()
    {
        File.WriteAllText(_file.Path, new string('x', 5000));
        Assert.Contains("no intact ledger", Assert.Throws<DataException>(() => _file.Open()).Message, StringComparison.Ordinal);
        var nowhere = Path.Combine(_file.Path + "-folder", "ledger.db");
        Assert.Contains(
            "cannot be opened",
            Assert.Throws<DataException>(() => RunLedger.OpenOrCreate(nowhere, new LedgerIdentity(1, ""), TimeProvider.System)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_the_database_have_remedies()
    {
        using var database = new LedgerDatabase(_file.Path);
        foreach (var code in new[] { 5, 6, 8, 10, 11, 13, 14, 26 })
            Assert.Contains(_file.Path + ": ", database.Explain(new SqliteException("?", code)).Message, StringComparison.Ordinal);
    }
}
