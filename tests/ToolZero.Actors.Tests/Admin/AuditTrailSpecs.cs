using Microsoft.Data.Sqlite;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Tests.Admin;

public sealed class AuditTrailSpecs : IDisposable
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, AuditTrail.FileName);

    [Fact]
    public void Lines_are_there_for_the_next_process_newest_first()
    {
        using (var trail = AuditTrail.Open(File))
        {
            trail.Append(Line("a", AuditOutcome.Requested));
            trail.Append(Line("a", AuditOutcome.Applied) with { At = Now.AddSeconds(2), Step = 12, Before = "running", After = "paused" });
        }

        using var again = AuditTrail.Open(File);
        var lines = again.Newest(10);
        Assert.Equal([AuditOutcome.Applied, AuditOutcome.Requested], lines.Select(l => l.Outcome));
        Assert.Equal(Line("a", AuditOutcome.Applied) with { At = Now.AddSeconds(2), Step = 12, Before = "running", After = "paused" }, lines[0]);
    }

    [Fact]
    public void Two_coordinators_write_the_same_trail_side_by_side()
    {
        using var old = AuditTrail.Open(File);
        using var successor = AuditTrail.Open(File);
        for (var i = 0; i < 20; i++) (i % 2 == 0 ? old : successor).Append(Line($"{i}", AuditOutcome.Refused));
        Assert.Equal(20, old.Newest(100).Length);
    }

    [Theory]
    [InlineData("UPDATE audit SET operator = 'nobody'")]
    [InlineData("DELETE FROM audit")]
    public void Nothing_is_changed_or_taken_out_afterwards_not_even_with_another_program(string sql)
    {
        using var trail = AuditTrail.Open(File);
        trail.Append(Line("a", AuditOutcome.Applied));
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => command.ExecuteNonQuery()).Message, StringComparison.Ordinal);
        Assert.Single(trail.Newest(10));
    }

    [Fact]
    public void The_oldest_lines_leave_when_there_are_too_many()
    {
        using var trail = AuditTrail.Open(File);
        trail.Append(Line("first", AuditOutcome.Applied));
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {AuditTrail.MaxLines})
                INSERT INTO audit (at, request, operator, address, command, outcome, step, before, after, detail) SELECT 0, 'x', '', '', '', 1, 0, '', '', '' FROM n
                """;
            command.ExecuteNonQuery();
        }

        trail.Append(Line("last", AuditOutcome.Applied));
        var lines = trail.Newest(AuditTrail.MaxLines + 10);
        Assert.Equal(AuditTrail.MaxLines, lines.Length);
        Assert.Equal("last", lines[0].Request);
        Assert.DoesNotContain(lines, l => l.Request == "first");
    }

    [Fact]
    public void Texts_from_outside_are_bounded_and_cannot_move_a_cursor()
    {
        using var trail = AuditTrail.Open(File);
        trail.Append(Line("a", AuditOutcome.Refused) with { Operator = "\u001b[2Jada", Command = new string('x', 100_000) });
        var line = Assert.Single(trail.Newest(1));
        Assert.Equal("\ufffd[2Jada", line.Operator);
        Assert.Equal(1000, line.Command.Length);
    }

    [Fact]
    public void A_file_that_is_no_audit_trail_is_refused_in_one_line()
    {
        System.IO.File.WriteAllText(File, new string('x', 4096));
        Assert.Contains("no intact audit trail", Assert.Throws<DataException>(() => AuditTrail.Open(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_is_one_entry_from_request_to_outcome()
    {
        var entries = AuditEntries.Of(
        [
            Line("b", AuditOutcome.Requested) with { At = Now.AddSeconds(9) },
            Line("a", AuditOutcome.Applied) with { At = Now.AddSeconds(40), Step = 7, Before = "1", After = "2" },
            Line("a", AuditOutcome.Overdue) with { At = Now.AddSeconds(30) },
            Line("a", AuditOutcome.Requested),
        ]);
        Assert.Equal(["requested", "applied"], entries.Select(e => e.Outcome));
        Assert.Equal((Now, 40.0, 7L, "1", "2"), (entries[1].At, entries[1].Seconds, entries[1].Step, entries[1].Before, entries[1].After));
    }

    public void Dispose() => _folder.Dispose();

    private static AuditLine Line(string request, AuditOutcome outcome) => new(Now, request, "ada", "10.0.0.1:4100", "pause", outcome);
}
