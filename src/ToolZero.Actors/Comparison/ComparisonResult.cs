using System.Collections.Immutable;
using ToolZero.Core.Statistics;

namespace ToolZero.Actors.Comparison;

/// <summary>What one run of one arm came to; kept as comparison.json in its run folder.</summary>
/// <param name="Arm">Name of the arm; <see cref="Untrained"/> for the base model.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Steps">Optimiser steps in the weights.</param>
/// <param name="Tokens">Completion tokens of all trained batches.</param>
/// <param name="Intra">Successes on tasks of the training world that were not trained on.</param>
/// <param name="Cross">Successes on held-out tools, words and templates.</param>
/// <param name="Format">Share of well-formed held-out completions.</param>
/// <param name="ByCategory">Held-out success by category.</param>
public sealed record ArmRun(
    string Arm, ulong Seed, long Steps, long Tokens, RunSuccess Intra, RunSuccess Cross, double Format, ImmutableSortedDictionary<string, double> ByCategory)
{
    /// <summary>Row of the base model.</summary>
    public const string Untrained = "untrained";
}

/// <summary>All runs of an arm together.</summary>
/// <param name="Name">The arm.</param>
/// <param name="About">What it is.</param>
/// <param name="Question">Which question it belongs to.</param>
/// <param name="Runs">Its runs, by seed.</param>
public sealed record ArmSummary(string Name, string About, string Question, ImmutableArray<ArmRun> Runs)
{
    public BootstrapInterval Intra { get; } = BootstrapInterval.Of([.. Runs.Select(r => r.Intra)]);

    public BootstrapInterval Cross { get; } = BootstrapInterval.Of([.. Runs.Select(r => r.Cross)]);

    public double Tokens => Runs.IsEmpty ? 0 : Runs.Average(r => r.Tokens);

    public double Format => Runs.IsEmpty ? 0 : Runs.Average(r => r.Format);

    /// <summary>Held-out success above another arm's, over the seeds that both have.</summary>
    public BootstrapInterval Against(ArmSummary other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var theirs = other.Runs.ToDictionary(r => r.Seed, r => r.Cross);
        return BootstrapInterval.OfDifference([.. Runs.Where(r => theirs.ContainsKey(r.Seed)).Select(r => (r.Cross, theirs[r.Seed]))]);
    }
}
