using System.Collections.Immutable;
using ToolZero.Core.Rollouts;

namespace ToolZero.Model.Generation;

/// <summary>One prompt to be completed several times.</summary>
/// <param name="Group">Names the group; part of the key of every random draw, and unique among the requests an engine holds.</param>
/// <param name="Prompt">Ids, at least one.</param>
/// <param name="Samples">Completions wanted.</param>
/// <param name="Sampling">How tokens are drawn.</param>
/// <param name="Seed">Key of the draws: same seed, group, sample and position, same uniform number.</param>
public sealed record GenerationRequest(GroupId Group, ImmutableArray<int> Prompt, int Samples, SamplingSettings Sampling, ulong Seed);

/// <summary>A completed request.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Prompt">Its prompt.</param>
/// <param name="Samples">The completions in sample order.</param>
public sealed record GeneratedGroup(GroupId Group, ImmutableArray<int> Prompt, ImmutableArray<Trajectory> Samples);
