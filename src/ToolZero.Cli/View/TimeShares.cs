using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Core.Metrics;

namespace ToolZero.Cli.View;

/// <summary>The parts of a step's time.</summary>
internal static class TimeShares
{
    /// <summary>Name and seconds of every part, in the order of a step.</summary>
    public static ImmutableArray<(string Name, double Seconds)> Of(TimeSplit split) =>
    [
        ("rollout", split.Rollout), ("reward", split.Reward), ("learn", split.Learn), ("weights", split.Weights), ("checkpoint", split.Checkpoint), ("other", split.Other),
    ];

    /// <summary>The parts above one percent: <c>rollout 61% learn 30%</c>.</summary>
    public static string Text(TimeSplit split) => split.Step <= 0 ? "nothing measured" : string.Join(' ', Of(split)
        .Where(p => p.Seconds / split.Step >= 0.01)
        .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.Seconds / split.Step * 100:F0}%")));
}
