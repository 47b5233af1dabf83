using System.Collections.Immutable;
using ToolZero.Core.Rollouts;

namespace ToolZero.Model.Generation;

/// <summary>One prompt to be completed several times.</summary>
/// <param name="Group">Names the group; part of the key of every random draw; with the first sample unique among the requests an engine holds.</param>
/// <param name="Prompt">Ids, at least one.</param>
/// <param name="Samples">Completions wanted.</param>
/// <param name="Sampling">How tokens are drawn.</param>
/// <param name="Seed">Key of the draws: same seed, group, sample and position, same uniform number.</param>
public sealed record GenerationRequest(GroupId Group, ImmutableArray<int> Prompt, int Samples, SamplingSettings Sampling, ulong Seed)
{
    /// <summary>Number of the first completion in its group: one that goes on alone draws as it would have beside the others.</summary>
    public int FirstSample { get; init; }

    /// <summary>Position in its trajectory of the first token that is drawn: what was generated and read before stands at the end of the prompt.</summary>
    public int FirstPosition { get; init; }

    /// <summary>What an engine tells requests apart by.</summary>
    internal (GroupId Group, int FirstSample) Key => (Group, FirstSample);
}

/// <summary>A completed request.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Prompt">Its prompt.</param>
/// <param name="Samples">The completions in sample order.</param>
public sealed record GeneratedGroup(GroupId Group, ImmutableArray<int> Prompt, ImmutableArray<Trajectory> Samples)
{
    /// <summary>Number of the first of them in the group.</summary>
    public int FirstSample { get; init; }
}
