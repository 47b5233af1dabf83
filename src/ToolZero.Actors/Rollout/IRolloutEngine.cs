using System.Collections.Immutable;
using ToolZero.Actors.Weights;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Rollout;

/// <summary>A generated group: the prompt's ids and G samples in sample order.</summary>
public sealed record SampledGroup(GroupId Id, ImmutableArray<int> PromptTokens, ImmutableArray<Trajectory> Samples)
{
    /// <summary>Why there are no samples: the environment of one did not answer, so that the group says nothing about the model. Null otherwise.</summary>
    public string? Lost { get; init; }
}

/// <summary>What a rollout actor needs of a generator. Used by one thread.</summary>
public interface IRolloutEngine : IDisposable
{
    bool HasWork { get; }

    /// <summary>Samples come from these weights from the next <see cref="Step"/> on; the caller keeps its share until the next call.</summary>
    void UseWeights(PolicySnapshot snapshot);

    /// <summary>Takes a group to be sampled at this temperature.</summary>
    void Enqueue(GroupId group, ToolTask task, double temperature);

    /// <summary>Admits waiting work and decodes one token of every active row; returns the groups that are over by it, complete or lost.</summary>
    IReadOnlyList<SampledGroup> Step();

    void Cancel(GroupId group);
}
