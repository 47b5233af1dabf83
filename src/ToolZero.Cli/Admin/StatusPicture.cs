using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using ToolZero.Actors.Admin;
using ToolZero.Core.Charts;

namespace ToolZero.Cli.Admin;

/// <summary>The run at a glance.</summary>
internal static class StatusPicture
{
    private const int LongestBar = 60;

    public static IRenderable Of(StatusAnswer s, int width)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2)).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        Add("run", $"{AdminTable.Name(s.Run)}  {AdminTable.Status(s.Phase)}{(s.Reason.Length == 0 ? "" : $" [grey]{Markup.Escape(s.Reason)}[/]")}");
        Add("step", $"[bold]{s.Step}[/] of {s.Steps}  {Bar(s, width)}  {Figures.Percent(s.Steps == 0 ? 0 : (double)s.Step / s.Steps)}  [grey]checkpoint[/] {s.CheckpointStep}");
        Add("waits for", $"{Markup.Escape(s.WaitingFor)}{(s.WaitingSeconds < 0.05 ? "" : $" [grey]({Figures.Time(s.WaitingSeconds)})[/]")}");
        if (s.LastStep is { } last)
        {
            Add(
                "last step",
                $"[grey]reward[/] {Figures.Short(last.Reward)}  [grey]success[/] {Figures.Percent(last.Success)}  {Figures.Time(last.Seconds)}  {Figures.Short(last.TokensPerSecond)} tokens/s  "
                + $"[grey]lr[/] {Figures.Short(last.LearningRate)}  [grey]stale[/] {last.Staleness}  [grey]bottleneck[/] {Markup.Escape(last.Bottleneck)}");
        }

        Add("learner", s.Learner is { } l ? $"{AdminTable.Name(l.Name)}  {Markup.Escape(l.Does)} [grey]({Figures.Time(l.SinceSeconds)})[/]" : AdminTable.None);
        Add("rollouts", Rollouts(s.Rollouts));
        Add("groups", Groups(s.Groups));
        if (!s.Pending.IsEmpty) Add("pending", Markup.Escape(string.Join("; ", s.Pending)));
        if (!s.Settings.IsEmpty) Add("settings", string.Join("  ", s.Settings.Select(v => $"[grey]{Markup.Escape(v.Key)}[/] {Markup.Escape(v.Value)}")));
        Add("epochs", string.Create(CultureInfo.InvariantCulture, $"[grey]coordinator[/] {s.Epochs.Coordinator}  [grey]learner[/] {s.Epochs.Learner}  [grey]policy[/] {s.Epochs.Policy}"));
        return s.Nodes.IsEmpty ? grid : new Rows(grid, new Text(""), Nodes(s));

        void Add(string name, string value) => grid.AddRow(new Markup($"[grey]{name}[/]"), new Markup(value));
    }

    private static string Bar(StatusAnswer s, int width)
    {
        var room = Math.Clamp(width - 60, 10, LongestBar);
        var done = s.Steps == 0 ? 0 : (int)Math.Clamp(s.Step * room / s.Steps, 0, room);
        return $"[dodgerblue1]{new string('█', done)}[/][grey30]{new string('░', room - done)}[/]";
    }

    private static string Rollouts(RolloutsRow r)
    {
        var idle = r.Workers - r.Generating - r.Waiting;
        string?[] parts =
        [
            r.Generating > 0 ? $"[green]{r.Generating} generating[/]" : null,
            r.Waiting > 0 ? $"{r.Waiting} waiting" : null,
            idle > 0 ? $"{idle} idle" : null,
            r.Leaving > 0 ? $"[yellow]{r.Leaving} leaving[/]" : null,
        ];
        return $"[bold]{r.Workers}[/]{(parts.Any(p => p is not null) ? ": " + string.Join(", ", parts.OfType<string>()) : "")}";
    }

    private static string Groups(GroupsRow g)
    {
        (string Name, long Count)[] states =
        [
            ("pending", g.Pending), ("in flight", g.InFlight), ("scored", g.Scored), ("trained", g.Trained), ("stale", g.Stale), ("filtered", g.Filtered), ("failed", g.Failed), ("quarantined", g.Quarantined),
        ];
        var sum = string.Join(" + ", states.Where(s => s.Count > 0).Select(s => $"{Figures.Whole(s.Count)} [grey]{s.Name}[/]").DefaultIfEmpty("0"));
        return $"{Figures.Whole(g.Issued)} [grey]issued[/] = {sum} {(g.Balanced ? "[green]✓[/]" : "[red]✗ does not balance[/]")}{(g.Duplicates > 0 ? $"  [grey]duplicates dropped[/] {Figures.Whole(g.Duplicates)}" : "")}";
    }

    private static IRenderable Nodes(StatusAnswer s) => AdminTable.Of(
        ["node", "address", "status", "roles"],
        s.Nodes.Select(n => new[] { AdminTable.Name(n.Name), n.Address, AdminTable.Status(n.Status), string.Join(", ", n.Roles) }),
        "");
}
