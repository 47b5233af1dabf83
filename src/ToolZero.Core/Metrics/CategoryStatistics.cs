namespace ToolZero.Core.Metrics;

/// <summary>What a batch says about one category of tasks.</summary>
/// <param name="Samples">Completions of this category.</param>
/// <param name="Reward">Mean total reward.</param>
/// <param name="Success">Share of exact answers.</param>
public sealed record CategoryStatistics(int Samples, double Reward, double Success);
