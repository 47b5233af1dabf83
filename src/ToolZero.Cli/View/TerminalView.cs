using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using ToolZero.Actors.Node;
using ToolZero.Core.Charts;
using ToolZero.Core.Metrics;
using ToolZero.Core.Rewards;

namespace ToolZero.Cli.View;

/// <summary>Draws a view for a terminal; everything it shows comes from the view and the time.</summary>
public sealed class TerminalView(Func<IReadOnlyList<int>, string> decode)
{
    private const int ChartHeight = 4;
    private const int WideTerminal = 90;
    private const int PromptTail = 3;
    private const int CompletionLines = 5;

    private static readonly Color[] PartColors = [Color.DodgerBlue1, Color.SpringGreen3, Color.DarkOrange, Color.MediumPurple1, Color.Gold3, Color.Grey50];

    /// <summary>The picture of one moment.</summary>
    public IRenderable Render(RunView view, DateTimeOffset now, int width)
    {
        ArgumentNullException.ThrowIfNull(view);
        var rows = new List<IRenderable> { Headline(view, now), Progress(view, width) };
        if (view.Last is { } last)
        {
            rows.Add(Charts(view, last, width));
            rows.Add(Time(last.Time, width));
        }

        rows.Add(Workers(view, now));
        if (Ledger(view) is { } ledger) rows.Add(ledger);
        if (view.Sample is { } sample) rows.Add(Sample(sample));
        rows.AddRange(view.Notices.Select(n => new Markup($"[grey]· {Markup.Escape(OneLine(n))}[/]").Overflow(Overflow.Ellipsis)));
        return new Rows(rows);
    }

    private static Markup Headline(RunView view, DateTimeOffset now)
    {
        var evaluations = string.Concat(view.Evaluations.Select(e => $"  [grey]{Markup.Escape(e.Name)}[/] [bold]{Figures.Percent(e.Result.Success)}[/]"));
        var state = view.Waiting is { } waiting ? $"[yellow]waiting for {Markup.Escape(OneLine(waiting))}[/]"
            : view.Last is null ? "[grey]starting[/]"
            : $"[grey]{view.Phase.ToString().ToLowerInvariant()}[/]";
        return new Markup($"[bold]toolzero[/] {Markup.Escape(view.Name)}  {state}  [grey]policy[/] v{view.Version}  [grey]elapsed[/] {Figures.Duration(now - view.Started)}{evaluations}");
    }

    private static Markup Progress(RunView view, int width)
    {
        var room = Math.Clamp(width - 52, 10, 60);
        var done = view.Total == 0 ? 0 : (int)(view.Version * room / view.Total);
        var eta = view.Remaining() is { } left ? Figures.Duration(left) : "–";
        var speed = view.Last is { Time.Step: > 0 } last ? Figures.Short(last.Batch.GeneratedTokens / last.Time.Step) : "–";
        return new Markup($"step [bold]{view.Version}[/]/{view.Total} [dodgerblue1]{new string('█', done)}[/][grey30]{new string('█', room - done)}[/]  [grey]ETA[/] {eta}  [grey]tokens/s[/] {speed}");
    }

    private static Grid Charts(RunView view, StepMetrics last, int width)
    {
        (string Title, string Value, double[] Curve, double? Low, double? High, string Color)[] charts =
        [
            ("reward", Text(last.Batch.RewardMean, "F2"), view.Curve(m => m.Batch.RewardMean), null, null, "dodgerblue1"),
            ("success", Figures.Percent(last.Batch.Success), view.Curve(m => m.Batch.Success), 0, 1, "darkorange"),
            ("format", Figures.Percent(Format(last)), view.Curve(Format), 0, 1, "springgreen3"),
            ("length", Text(last.Batch.CompletionTokens, "F0"), view.Curve(m => m.Batch.CompletionTokens), 0, null, "mediumpurple1"),
        ];
        var across = width >= WideTerminal ? charts.Length : 2;
        var grid = new Grid();
        for (var i = 0; i < across; i++) grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(1));
        var columns = Math.Clamp(width / across - 5, 8, 48);
        foreach (var row in charts.Chunk(across))
        {
            grid.AddRow([.. row.Select(c =>
            {
                var finite = c.Curve.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
                var lines = BrailleChart.Of(c.Curve, columns, ChartHeight, c.Low ?? finite.Min(), c.High ?? finite.Max());
                return (IRenderable)new Panel(new Markup($"[{c.Color}]{string.Join('\n', lines)}[/]"))
                    .Header($" {c.Title} [bold]{c.Value}[/] ").Border(BoxBorder.Rounded).BorderColor(Color.Grey35).Padding(0, 0);
            })]);
        }

        return grid;
    }

    private static Markup Time(TimeSplit split, int width)
    {
        var room = Math.Clamp(width - 62, 10, 40);
        var parts = TimeShares.Of(split);
        var bar = string.Concat(parts.Select((p, i) =>
            $"[{PartColors[i].ToMarkup()}]{new string('█', split.Step > 0 ? (int)Math.Round(p.Seconds / split.Step * room) : 0)}[/]"));
        var names = string.Join(' ', parts.Select((p, i) => (p, i)).Where(x => split.Step > 0 && x.p.Seconds / split.Step >= 0.01)
            .Select(x => $"[{PartColors[x.i].ToMarkup()}]{x.p.Name}[/] {Text(x.p.Seconds / split.Step * 100, "F0")}%"));
        return new Markup($"[grey]time[/]  {bar} {Text(split.Step, "F2")} s  {names}  [grey]bottleneck[/] [bold]{split.Bottleneck}[/]");
    }

    private static Table Workers(RunView view, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey35);
        foreach (var column in new[] { "worker", "does", "since", "policy", "groups", "restarts" }) table.AddColumn(new TableColumn($"[grey]{column}[/]").Padding(0, 2));
        foreach (var worker in view.Workers.Values.Where(IsWorthShowing))
        {
            table.AddRow(
                Markup.Escape(worker.Name),
                Doing(worker),
                Figures.Duration(now - worker.Since),
                worker.Version is { } version ? $"v{version}" : "[grey]–[/]",
                worker.Kind == RoleKind.Rollout ? Figures.Whole(worker.Groups) : "[grey]–[/]",
                Text(worker.Incarnation - 1, "F0"));
        }

        return table;
    }

    /// <summary>Who serves the others is seen when it is not well: in a cluster there is one of each in every process.</summary>
    private static bool IsWorthShowing(WorkerView worker) =>
        worker.Kind is RoleKind.Coordinator or RoleKind.Learner or RoleKind.Rollout or RoleKind.Reward || worker.Health is RoleHealth.Restarting or RoleHealth.GivenUp;

    private static string Doing(WorkerView worker) => worker.Health switch
    {
        RoleHealth.Restarting => $"[yellow]restarts[/] [grey]{Markup.Escape(OneLine(worker.Reason))}[/]",
        RoleHealth.GivenUp => $"[red]given up[/] [grey]{Markup.Escape(OneLine(worker.Reason))}[/]",
        _ => worker.Kind switch
        {
            RoleKind.Rollout => "generates",
            RoleKind.Learner => "trains",
            RoleKind.Reward => "scores",
            _ => "coordinates",
        },
    };

    private static Markup? Ledger(RunView view) => view.Groups is not { } g ? null : new Markup(
        $"[grey]ledger[/] issued {g.Issued} = pending {g.Pending} + in flight {g.InFlight} + scored {g.Scored} + trained {g.Trained} + quarantined {g.Quarantined} "
        + (g.Balanced ? "[green]✓[/]" : "[red]✗ does not balance[/]")
        + (view.Checkpoint is { } c ? $"  [grey]checkpoint[/] {c.Step}" : ""));

    private Panel Sample(SampleView sample)
    {
        var tail = string.Join('\n', decode(sample.Prompt).TrimEnd().Split('\n').TakeLast(PromptTail));
        var lines = sample.Completion.Split('\n');
        var completion = string.Join('\n', lines.Take(CompletionLines)) + (lines.Length > CompletionLines ? " …" : "");
        var parts = string.Join(' ', sample.Parts.Select(p => $"{p.Key} {Figures.Short(p.Value)}"));
        return new Panel(new Markup($"[grey]{Printable(tail)}[/]\n{Printable(completion)}\n[grey]{Markup.Escape(parts)}[/]"))
            .Header($" sample [grey]{Markup.Escape(sample.Category)}[/] reward {Text(sample.Reward, "F2")} {(sample.Success ? "[green]✓ right[/]" : "[red]✗ wrong[/]")} ")
            .Border(BoxBorder.Rounded).BorderColor(Color.Grey35).Expand();
    }

    private static double Format(StepMetrics m) => m.Batch.Parts.GetValueOrDefault(RewardParts.Format);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    /// <summary>What a model wrote may hold control characters that would move the terminal's cursor.</summary>
    private static string Printable(string text) => Markup.Escape(string.Concat(text.Select(c => char.IsControl(c) && c != '\n' ? '\ufffd' : c)));
}
