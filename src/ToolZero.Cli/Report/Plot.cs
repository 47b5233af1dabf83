using System.Collections.Immutable;
using ToolZero.Core.Charts;

namespace ToolZero.Cli.Report;

/// <summary>One line of a plot.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Steps">Where its values stand.</param>
/// <param name="Values">Its values; what is not finite leaves a gap.</param>
/// <param name="Color">Number of its colour, from 1.</param>
/// <param name="Style">How it is drawn.</param>
public sealed record PlotSeries(string Name, double[] Steps, double[] Values, int Color, LineStyle Style = LineStyle.Smoothed);

/// <summary>One picture of the report, over optimiser steps.</summary>
/// <param name="Id">Stable name of the picture in the page.</param>
/// <param name="Title">What is shown.</param>
/// <param name="Note">How to read it, in one sentence.</param>
/// <param name="Series">The lines.</param>
public sealed record Plot(string Id, string Title, string Note, ImmutableArray<PlotSeries> Series)
{
    /// <summary>Lower end of the value axis; null leaves it to the values.</summary>
    public double? Minimum { get; init; }

    /// <summary>Upper end of the value axis; null leaves it to the values.</summary>
    public double? Maximum { get; init; }

    /// <summary>The series are parts of a whole, drawn as areas on top of each other.</summary>
    public bool IsStacked { get; init; }

    /// <summary>Values are shares from 0 to 1, shown as percentages.</summary>
    public bool IsShare { get; init; }
}
