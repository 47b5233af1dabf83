using System.Text.Json;
using Spectre.Console;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Cli.Tests.Support;
using ToolZero.Cli.View;

namespace ToolZero.Cli.Tests.View;

public sealed class PresenterSpecs
{
    private static readonly RunView Empty = new("quick[start]", 10, DateTimeOffset.UnixEpoch);

    private static readonly RunEvent[] All =
    [
        new RunEvent.Notice("refused tasks.jsonl:3: id: missing"),
        Events.Evaluation("baseline", 0, 0.125),
        Events.Worker("rollout-1"),
        Events.Worker("learner", RoleKind.Learner),
        Events.Step(0),
        Events.Worker("rollout-1", health: RoleHealth.Restarting, reason: "threw [x]"),
        Events.Worker("rollout-1", incarnation: 2),
        new RunEvent.Waiting("a rollout worker", TimeSpan.FromSeconds(30)),
        Events.Step(1, text: "[red] \u001b[2J </think> [/]"),
        new RunEvent.CheckpointWritten(2, "runs/x/checkpoints/step_2", "abc"),
        new RunEvent.PhaseChanged(RunPhase.Finished, "all steps are trained"),
    ];

    [Fact]
    public async Task Plain_output_is_one_line_for_each_event()
    {
        using var text = new StringWriter();
        await using (var presenter = new PlainPresenter(text, TimeProvider.System, Empty))
            foreach (var runEvent in All) presenter.Show(runEvent);

        var lines = text.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.Equal(All.Length - 2, lines.Length);
        var step = Assert.Single(lines, l => l.StartsWith("step 1/10 ", StringComparison.Ordinal));
        foreach (var needed in new[] { "reward", "success 50.0 %", "format", "length", "truncated", "kl", "entropy", "clip", "grad", "lr", "tokens/s", "stale", "bottleneck rollout", "ETA" })
            Assert.Contains(needed, step, StringComparison.Ordinal);
        Assert.Contains(lines, l => l == "baseline evaluation: success 12.5 % format 90.0 % truncated 2.0 % of 300 held-out tasks");
    }

    [Fact]
    public async Task Json_output_is_one_object_for_each_event()
    {
        using var text = new StringWriter();
        await using (var presenter = new JsonPresenter(text))
            foreach (var runEvent in All) presenter.Show(runEvent);

        var rows = text.ToString().TrimEnd().Split(Environment.NewLine).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(All.Length, rows.Count);
        Assert.Equal(
            ["notice", "evaluation", "worker", "worker", "step", "worker", "worker", "waiting", "step", "checkpoint", "phase"],
            rows.Select(r => r.GetProperty("event").GetString()));
        Assert.Equal(0.5, rows[4].GetProperty("metrics").GetProperty("success").GetDouble());
        Assert.True(rows[4].GetProperty("ledger").GetProperty("balanced").GetBoolean());
    }

    [Theory]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(220)]
    public void The_live_picture_shows_everything_at_any_width(int width)
    {
        var view = All.Aggregate(Empty, (v, e) => v.Apply(e, DateTimeOffset.UnixEpoch.AddSeconds(5)));
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        console.Write(new TerminalView(ids => $"user: do it with {ids.Count} ids\nassistant: ").Render(view, DateTimeOffset.UnixEpoch.AddSeconds(65), width));
        var picture = text.ToString();
        foreach (var needed in new[] { "quick[start]", "reward", "success", "rollout", "bottleneck", "ledger", "issued", "sample", "right" })
            Assert.Contains(needed, picture, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', picture);
    }

    [Fact]
    public void Those_who_serve_the_others_are_shown_only_when_they_are_not_well()
    {
        var view = new[]
        {
            Events.Worker("n1/rollout-1"), Events.Worker("n1/weights", RoleKind.Weights), Events.Worker("n1/admin", RoleKind.Admin), Events.Worker("n1/evaluation", RoleKind.Evaluation),
            Events.Worker("n2/weights", RoleKind.Weights, RoleHealth.GivenUp, reason: "nobody answers"),
        }.Aggregate(Empty, (v, e) => v.Apply(e, DateTimeOffset.UnixEpoch));
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = 160;
        console.Write(new TerminalView(_ => "").Render(view with { Notices = [] }, DateTimeOffset.UnixEpoch, 160));
        var rows = text.ToString().Split('\n').Where(l => l.Contains("n1/", StringComparison.Ordinal) || l.Contains("n2/", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Contains("n1/rollout-1", rows[0], StringComparison.Ordinal);
        Assert.Contains("n2/weights", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_first_step_there_is_a_picture_too()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Write(new TerminalView(_ => "").Render(Empty, DateTimeOffset.UnixEpoch, 100));
        Assert.Contains("starting", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_live_view_ends_with_the_newest_state()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes });
        console.Profile.Width = 120;
        await using (var presenter = new LivePresenter(console, TimeProvider.System, Empty, new TerminalView(_ => "")))
            foreach (var runEvent in All) presenter.Show(runEvent);
        Assert.Contains("finished", text.ToString(), StringComparison.Ordinal);
    }
}
