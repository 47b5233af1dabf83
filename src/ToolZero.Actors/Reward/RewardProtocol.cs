using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Reward;

/// <summary>Why a group could not be scored.</summary>
public enum ScoringFailure
{
    /// <summary>The rule did not return before the deadline, in every attempt.</summary>
    Timeout,

    /// <summary>The rule threw or gave a number that is not finite, in every attempt.</summary>
    Error,

    /// <summary>The pool's queue is full.</summary>
    Overloaded,

    /// <summary>No reward pool could be reached before the deadline.</summary>
    Unavailable,
}

/// <summary>Vocabulary of the reward pool.</summary>
public static class RewardProtocol
{
    /// <summary>Rollout -> pool. Answered by <see cref="GroupScored"/> or <see cref="ScoringFailed"/>; may be repeated by the same asker until then.</summary>
    public sealed record ScoreGroup(GroupId Group, ToolTask Task, ImmutableArray<Trajectory> Samples)
    {
        /// <summary>What its scoring belongs to; null = it is not traced.</summary>
        public string? Trace { get; init; }
    }

    /// <summary>One score per sample, in sample order.</summary>
    public sealed record GroupScored(GroupId Group, ImmutableArray<RewardScore> Scores);

    /// <summary>Node -> pool: score so many groups side by side from now on.</summary>
    public sealed record Resize(int Workers);

    /// <summary>A typed failure: never a reward of 0.</summary>
    public sealed record ScoringFailed(GroupId Group, ScoringFailure Kind, string Reason);
}
