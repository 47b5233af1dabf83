using System.Globalization;
using System.Text;
using ToolZero.Bench.Measurement;

namespace ToolZero.Bench.Output;

/// <summary>The report for people.</summary>
internal static class TableReport
{
    // Below this share of a processor the wall times are other people's as much as ours.
    private const double QuietShare = 0.9;

    public static string Render(BenchReport report)
    {
        var machine = report.Machine;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{machine.Processor}, {machine.Cores} processors, {machine.MemoryGib:0.#} GiB, LibTorch {machine.LibTorch}, {machine.Blas}, {machine.Runtime}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{report.Time:yyyy-MM-dd HH:mm}Z, tiny model: {report.TinyModel}, clock: {report.Clock.ToString().ToLowerInvariant()}{(report.Quick ? ", quick" : "")}");
        if (report.ProcessorShare < QuietShare)
            text.AppendLine(CultureInfo.InvariantCulture, $"the machine is busy (this process had {report.ProcessorShare:0%} of a processor): rates are too low, ratios uncertain");
        text.AppendLine();
        string[] header = ["bench", "figure", "value", "unit", "target", ""];
        List<string[]> rows = [header, .. report.Figures.Select(f => Row(f))];
        var widths = Enumerable.Range(0, header.Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, c) => c == 2 ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]));
            text.AppendLine(string.Join("  ", cells).TrimEnd());
        }

        return text.ToString().TrimEnd();
    }

    private static string[] Row(BenchFigure row)
    {
        var (name, value, unit, target) = row.Figure;
        var ok = row.Figure.Ok switch
        {
            true => "ok",
            false => "MISSED",
            null => "",
        };
        return [row.Bench, name, Number(value), unit, Bound(target), ok];
    }

    private static string Bound(Target? target) => target is { } bound ? $"{(bound.AtLeast ? "≥" : "≤")} {Number(bound.Bound)}" : "";

    private static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 0.01 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0e+0", CultureInfo.InvariantCulture),
    };
}
