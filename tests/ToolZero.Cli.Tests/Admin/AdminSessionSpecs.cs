using System.Text.Json;
using ToolZero.Actors.Admin;
using ToolZero.Cli.Admin;
using ToolZero.Cli.Hosting;

namespace ToolZero.Cli.Tests.Admin;

public class AdminSessionSpecs
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_applied_says_so_with_before_and_after_and_exit_code_0()
    {
        var run = await Give(new AdminResult.Replied(new OperatorReply.Applied(57, "1e-4", "2e-4")));
        Assert.Equal((0, "applied at step 57: 1e-4 → 2e-4\n", ""), run);
    }

    [Fact]
    public async Task What_is_refused_says_why_and_what_was_meant_and_exit_code_1()
    {
        var run = await Give(new AdminResult.Replied(new OperatorReply.Refused("there is no worker rolout-2", "rollout-2")));
        Assert.Equal((1, "", "toolzero: refused: there is no worker rolout-2; did you mean rollout-2?\n"), run);
    }

    [Fact]
    public async Task What_is_not_in_force_in_time_says_what_it_waits_for_and_exit_code_3()
    {
        var (code, output, error) = await Give(new AdminResult.Replied(new OperatorReply.Overdue("rollouts of step 57")));
        Assert.Equal((3, ""), (code, output));
        Assert.Contains("not applied within 30 s: it waits for rollouts of step 57", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_and_an_address_where_nobody_is_are_wrong_input()
    {
        var (code, _, error) = await Give(new AdminResult.Denied(DenialKind.WrongSecret, "it is not signed with the cluster's secret"));
        Assert.Equal(2, code);
        Assert.Contains("--secret-file", error, StringComparison.Ordinal);
        (code, _, error) = await Give(new AdminResult.Unreachable("127.0.0.1:1: Connection refused"));
        Assert.Equal(2, code);
        Assert.Contains("--cluster HOST:PORT", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_are_json_objects_with_their_outcome()
    {
        Assert.Equal("applied", (await Json(new OperatorReply.Applied(57, "a", "b"))).GetProperty("outcome").GetString());
        Assert.Equal("x", (await Json(new OperatorReply.Refused("why", "x"))).GetProperty("didYouMean").GetString());
        Assert.Equal("a learner", (await Json(new OperatorReply.Overdue("a learner"))).GetProperty("waitingFor").GetString());
    }

    [Fact]
    public async Task Answers_are_json_objects_of_their_own()
    {
        var status = await Json(new OperatorReply.Answered(AnswerSamples.Status));
        Assert.Equal("running", status.GetProperty("phase").GetString());
        Assert.Equal(456, status.GetProperty("groups").GetProperty("trained").GetInt64());
        Assert.Equal("n1", status.GetProperty("nodes")[0].GetProperty("name").GetString());
        foreach (var answer in AnswerSamples.All)
        {
            var json = await Json(new OperatorReply.Answered(answer));
            Assert.Equal(JsonValueKind.Array, json.GetProperty("missing").ValueKind);
        }
    }

    [Fact]
    public async Task A_plain_answer_has_no_colours_no_blanks_at_line_ends_and_nothing_that_moves_a_cursor()
    {
        foreach (var answer in AnswerSamples.All)
        {
            var (code, output, error) = await Give(new AdminResult.Replied(new OperatorReply.Answered(answer)));
            Assert.Equal((0, ""), (code, error));
            Assert.DoesNotContain('\u001b', output);
            Assert.All(output.TrimEnd('\n').Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
            Assert.EndsWith("\n", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_status_says_at_a_glance_what_an_operator_asks_first()
    {
        var (_, output, _) = await Give(new AdminResult.Replied(new OperatorReply.Answered(AnswerSamples.Status)));
        Assert.Contains("quickstart  running", output, StringComparison.Ordinal);
        Assert.Contains("57 of 240", output, StringComparison.Ordinal);
        Assert.Contains("rollouts of step 57: 3 of 8 groups are scored", output, StringComparison.Ordinal);
        Assert.Contains("480 issued = 2 pending + 6 in flight + 4 scored + 456 trained + 12 quarantined ✓", output, StringComparison.Ordinal);
        Assert.Contains("3: 2 generating, 1 waiting", output, StringComparison.Ordinal);
        Assert.Contains("unreachable", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_answers_say_that_there_is_nothing()
    {
        Assert.Equal("no group is in quarantine\n", (await Give(new AdminResult.Replied(new OperatorReply.Answered(new QuarantineAnswer([], 0, []))))).Output);
        Assert.Equal("nothing has been commanded yet\n", (await Give(new AdminResult.Replied(new OperatorReply.Answered(new AuditAnswer([], 0, []))))).Output);
    }

    [Fact]
    public async Task Who_is_missing_is_named_and_an_old_answer_says_how_old_it_is()
    {
        var (_, output, _) = await Give(new AdminResult.Replied(new OperatorReply.Answered(AnswerSamples.Nodes with { AgeSeconds = 3.2 })));
        Assert.Contains("! node 127.0.0.1:4055 does not answer", output, StringComparison.Ordinal);
        Assert.Contains("as of 3.2 s ago", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_shows_one_line_of_json_per_second_until_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        using var output = new StringWriter();
        var asked = 0;
        var session = new AdminSession(new CommandContext(output, TextWriter.Null, TimeProvider.System, false, stop.Token), true, async (_, _, _) =>
        {
            if (++asked == 2) await stop.CancelAsync();
            return new AdminResult.Replied(new OperatorReply.Answered(AnswerSamples.Status));
        });
        Assert.Equal(0, await session.Watch(["status"], Timeout).WaitAsync(TimeSpan.FromMinutes(1)));
        var lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Equal(57, JsonDocument.Parse(line).RootElement.GetProperty("step").GetInt64()));
    }

    private static async Task<JsonElement> Json(OperatorReply reply)
    {
        var (_, output, _) = await Give(new AdminResult.Replied(reply), isJson: true);
        return JsonDocument.Parse(output).RootElement;
    }

    private static async Task<(int Code, string Output, string Error)> Give(AdminResult result, bool isJson = false)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var session = new AdminSession(new CommandContext(output, error, TimeProvider.System, false, CancellationToken.None), isJson, (_, _, _) => Task.FromResult(result));
        return (await session.Give(["status"], Timeout), output.ToString(), error.ToString());
    }
}
