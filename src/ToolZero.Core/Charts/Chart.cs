using System.Collections.Immutable;

namespace ToolZero.Core.Charts;

/// <summary>How a line is drawn.</summary>
public enum LineStyle
{
    /// <summary>Its values faintly, and their moving average over them.</summary>
    Smoothed,

    /// <summary>Its values as they are.</summary>
    Plain,

    /// <summary>As plain, dashed: what was set rather than measured.</summary>
    Dashed,

    /// <summary>Single points joined by a line.</summary>
    Points,
}

/// <summary>One line of a chart.</summary>
/// <param name="Metric">Name of the metric (docs/metrics.md).</param>
/// <param name="Name">In the legend.</param>
/// <param name="Color">Number of its colour, from 1.</param>
/// <param name="Style">How it is drawn.</param>
public sealed record ChartLine(string Metric, string Name, int Color, LineStyle Style = LineStyle.Smoothed);

/// <summary>A picture of metrics over optimiser steps: what it shows, not the values.</summary>
/// <param name="Id">Stable name of the picture in a page.</param>
/// <param name="Title">What is shown.</param>
/// <param name="Note">How to read it, in one sentence.</param>
/// <param name="Lines">The lines.</param>
public sealed record Chart(string Id, string Title, string Note, ImmutableArray<ChartLine> Lines)
{
    /// <summary>Lower end of the value axis; null leaves it to the values.</summary>
    public double? Minimum { get; init; }

    /// <summary>Upper end of the value axis; null leaves it to the values.</summary>
    public double? Maximum { get; init; }

    /// <summary>The lines are parts of a whole, drawn as areas on top of each other.</summary>
    public bool IsStacked { get; init; }

    /// <summary>Values are shares from 0 to 1, shown as percentages.</summary>
    public bool IsShare { get; init; }
}
