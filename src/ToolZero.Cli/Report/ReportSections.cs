using System.Text.Json;
using System.Xml.Linq;
using ToolZero.Core.Charts;
using ToolZero.Core.Formats;

namespace ToolZero.Cli.Report;

/// <summary>The parts of the page around the plots.</summary>
internal static class ReportSections
{
    private const int ShownSamples = 8;

    public static XElement Header(RunRecord run)
    {
        var (baseline, final) = (run.Baseline, run.Final);
        var header = Html.Tag("header", null, Html.Tag("p", "brand", "ToolZero.Actors"), Html.Tag("h1", null, Html.Text(run.Name)));
        var tiles = Html.Tag("div", "tiles");
        if (final is not null)
            tiles.Add(Tile("Held-out success", Figures.Percent(final.Success), baseline is null ? "" : $"from {Figures.Percent(baseline.Success)}, {final.Tasks} tasks", "hero"));
        else if (run.Metrics.Has("success"))
            tiles.Add(Tile("Batch success", Figures.Percent(run.Metrics.Column("success")[^1]), "the run has no final evaluation yet", "hero"));
        if (final is not null) tiles.Add(Tile("Format", Figures.Percent(final.Format), baseline is null ? "" : $"from {Figures.Percent(baseline.Format)}"));
        tiles.Add(Tile("Steps", Figures.Whole(run.Metrics.Rows), Bottleneck(run.Metrics)));
        if (Number(run.Summary, "seconds") is { } seconds) tiles.Add(Tile("Time", Figures.Duration(TimeSpan.FromSeconds(seconds)), "evaluations included"));
        if (run.Summary is { } summary && summary.TryGetProperty("tokens", out var tokens))
            tiles.Add(Tile("Tokens generated", Figures.Short(Number(tokens, "generated") ?? double.NaN), $"{Figures.Short(Number(tokens, "trained") ?? double.NaN)} trained"));
        header.Add(tiles);
        return header;
    }

    public static XElement? Categories(RunRecord run)
    {
        if (run.Baseline is null && run.Final is null) return null;
        var names = new[] { run.Baseline, run.Final }.OfType<Evaluation>().SelectMany(e => e.ByCategory.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var rows = Html.Tag("div", "bars");
        foreach (var name in names)
        {
            rows.Add(Html.Tag(
                "div",
                "bar-row",
                Html.Tag("span", "bar-name", Html.Text(name)),
                Html.Tag("div", "bar-pair", Bar(run.Baseline, name, "before"), Bar(run.Final, name, "after"))));
        }

        return Section(
            "categories", "Success by category", "Held-out tasks, answered greedily: the base model and the final weights.", rows,
            Html.Tag("ul", "legend", Html.Tag("li", null, Html.Tag("i", "swatch before"), Html.Tag("span", null, "before")), Html.Tag("li", null, Html.Tag("i", "swatch after"), Html.Tag("span", null, "after"))));
    }

    public static XElement Plots(RunRecord run) =>
        run.Metrics.Rows == 0
            ? Section("plots", "Training", "No step is trained yet.")
            : Section("plots", "Training", "Over optimiser steps; thin lines are the values, thick ones their moving average. Point at a plot for the values of a step.",
                Html.Tag("div", "plots", [.. RunPlots.Of(run).Select(PlotSvg.Figure)]));

    public static XElement? Ledger(RunRecord run)
    {
        if (run.Summary is not { } summary || !summary.TryGetProperty("ledger", out var ledger) || ledger.ValueKind != JsonValueKind.Object) return null;
        var head = Html.Tag("tr", null);
        var body = Html.Tag("tr", null);
        foreach (var entry in ledger.EnumerateObject())
        {
            head.Add(Html.Tag("th", null, Words(entry.Name)));
            body.Add(Html.Tag("td", null, entry.Value.ValueKind switch
            {
                JsonValueKind.Number => Figures.Whole(entry.Value.GetDouble()),
                JsonValueKind.True => "✓ yes",
                JsonValueKind.False => "✗ no",
                _ => Html.Text(entry.Value.ToString()),
            }));
        }

        return Section("ledger", "Ledger", "Groups by state. Every group that was issued is in exactly one of them.", Html.Tag("div", "scroll", Html.Tag("table", null, head, body)));
    }

    public static XElement? Samples(RunRecord run)
    {
        var before = (run.Baseline?.Samples ?? []).DistinctBy(s => s.TaskId).ToDictionary(s => s.TaskId, StringComparer.Ordinal);
        var after = (run.Final?.Samples ?? []).DistinctBy(s => s.TaskId).ToDictionary(s => s.TaskId, StringComparer.Ordinal);
        var tasks = (after.Count > 0 ? after : before).Values
            .GroupBy(s => s.Category, StringComparer.Ordinal)
            .SelectMany(c => c.Select((s, i) => (Sample: s, Rank: i)))
            .OrderBy(s => s.Rank)
            .Take(ShownSamples)
            .Select(s => s.Sample)
            .ToList();
        if (tasks.Count == 0) return null;
        var list = Html.Tag("div", "samples");
        foreach (var task in tasks)
        {
            list.Add(Html.Tag(
                "article",
                null,
                Html.Tag("h3", null, Html.Tag("span", "chip", Html.Text(task.Category)), Html.Text(task.TaskId)),
                Html.Tag("pre", "prompt", Html.Text(task.Prompt)),
                task.Reference.Length == 0 ? null : Html.Tag("p", "reference", "right answer ", Html.Tag("code", null, Html.Text(task.Reference))),
                Html.Tag("div", "pair", Completion("before", before.GetValueOrDefault(task.TaskId)), Completion("after", after.GetValueOrDefault(task.TaskId)))));
        }

        return Section("samples", "Samples before and after", "The same held-out tasks, answered greedily by the base model and by the final weights.", list);
    }

    public static XElement? Configuration(RunRecord run) =>
        run.Configuration.Length == 0
            ? null
            : Section("configuration", "Configuration", "All settings of the run: config.conf.",
                Html.Tag("details", null, Html.Tag("summary", null, "show"), Html.Tag("pre", null, Html.Text(run.Configuration))));

    public static XElement Footer(RunRecord run)
    {
        var facts = new List<string>();
        if (Number(run.Summary, "seed") is { } seed) facts.Add($"seed {seed}");
        if (Number(run.Summary, "policyVersion") is { } version) facts.Add($"policy version {version}");
        if (run.Summary is { } summary && summary.TryGetProperty("weightsSha256", out var hash)) facts.Add($"weights {hash}");
        return Html.Tag("footer", null, Html.Text(string.Join(" · ", facts)));
    }

    private static XElement Completion(string name, Sample? sample)
    {
        if (sample is null) return Html.Tag("div", "completion none", Html.Tag("h4", null, name), Html.Tag("p", null, "not shown"));
        var read = CompletionFormat.Read(sample.Completion);
        var verdict = Html.Tag("span", sample.Success ? "verdict right" : "verdict wrong", sample.Success ? "✓ right" : "✗ wrong");
        var parts = Html.Tag("p", "parts", [.. sample.Parts.Select(p => Html.Tag("span", "chip", $"{p.Key} {Figures.Short(p.Value)}"))]);
        return Html.Tag(
            "div",
            "completion",
            Html.Tag("h4", null, name, verdict),
            read.IsValid
                ? [Html.Tag("p", "label", "reasoning"), Html.Tag("pre", null, Html.Text(Shown(read.Reasoning))), Html.Tag("p", "label", "answer"), Html.Tag("pre", "answer", Html.Text(Shown(read.Body)))]
                : new object[] { Html.Tag("p", "label", "not in the required layout"), Html.Tag("pre", null, Html.Text(Shown(sample.Completion))) },
            sample.Parts.IsEmpty ? null : parts);
    }

    private static string Shown(string text) => text.Length == 0 ? "(empty)" : text;

    private static XElement? Bar(Evaluation? evaluation, string category, string style)
    {
        if (evaluation is null || !evaluation.ByCategory.TryGetValue(category, out var share)) return null;
        return Html.Tag(
            "div",
            $"bar {style}",
            Html.Tag("i", "fill", new XAttribute("style", $"width:{Figures.Pixel(Math.Clamp(share, 0, 1) * 100)}%")),
            Html.Tag("b", null, Figures.Percent(share)));
    }

    private static XElement Tile(string name, string value, string note, string style = "") =>
        Html.Tag("div", $"tile {style}".TrimEnd(), Html.Tag("span", null, name), Html.Tag("strong", null, value), Html.Tag("small", null, note));

    private static XElement Section(string id, string title, string note, params object?[] content) =>
        Html.Tag("section", null, new XAttribute("id", id), Html.Tag("h2", null, title), Html.Tag("p", "note", note), content);

    private static string Bottleneck(MetricTable metrics) =>
        metrics.Bottlenecks.GroupBy(b => b, StringComparer.Ordinal).MaxBy(b => b.Count())?.Key is { Length: > 0 } name ? $"bottleneck: {name}" : "";

    private static double? Number(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } j && j.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    /// <summary>inFlight is "in flight".</summary>
    private static string Words(string name) => string.Concat(name.Select(c => char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()));
}
