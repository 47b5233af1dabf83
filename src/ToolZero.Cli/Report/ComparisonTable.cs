using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Actors.Comparison;
using ToolZero.Core.Charts;
using ToolZero.Core.Statistics;

namespace ToolZero.Cli.Report;

/// <summary>The rows of a comparison as text, one cell after the other; as a Markdown table they go into docs/experiments.md as they are.</summary>
internal static class ComparisonTable
{
    public static ImmutableArray<string> Heads { get; } = ["arm", "seeds", "tokens", "intra-set success", "held-out success", "held-out above dynamic", "format"];

    public static IEnumerable<string> Lines(ImmutableArray<ArmSummary> arms)
    {
        yield return Row(Heads);
        yield return "|" + string.Concat(Heads.Select(_ => "---|"));
        foreach (var arm in arms) yield return Row(Cells(arm, arms));
    }

    public static ImmutableArray<string> Cells(ArmSummary arm, ImmutableArray<ArmSummary> arms)
    {
        var reference = arms.FirstOrDefault(a => a.Name == ComparisonPlan.Reference);
        return
        [
            arm.Name,
            arm.Runs.Length.ToString(CultureInfo.InvariantCulture),
            arm.Tokens == 0 ? "–" : Figures.Short(arm.Tokens),
            Interval(arm.Intra),
            Interval(arm.Cross),
            reference is null || arm == reference || arm.Name == ArmRun.Untrained ? "–" : Difference(arm.Against(reference)),
            Figures.Percent(arm.Format),
        ];
    }

    private static string Interval(BootstrapInterval i) => string.Create(CultureInfo.InvariantCulture, $"{i.Mean * 100:0.0} % [{i.Low * 100:0.0}, {i.High * 100:0.0}]");

    private static string Difference(BootstrapInterval i) => string.Create(CultureInfo.InvariantCulture, $"{i.Mean * 100:+0.0;-0.0;0.0} [{i.Low * 100:+0.0;-0.0;0.0}, {i.High * 100:+0.0;-0.0;0.0}]");

    private static string Row(IEnumerable<string> cells) => "| " + string.Join(" | ", cells) + " |";
}
