using System.Collections.Immutable;

namespace ToolZero.Core.Rollouts;

/// <summary>
/// One sampled completion or episode. The trained ids are exactly those the policy generated (end of sequence included) and are never re-tokenised;
/// all per-token arrays have the length of <see cref="Tokens"/>.
/// </summary>
/// <param name="Tokens">Generated ids, and between them those of what was read.</param>
/// <param name="BehaviourLogProbs">Natural-log probability of each id under the policy that sampled it, at the temperature of its group (greedy: at 1), nothing cut.</param>
/// <param name="LossMask">True where the token is trained; false on tool observations.</param>
/// <param name="Versions">Policy version that sampled each token.</param>
/// <param name="Stop">Why it ended.</param>
/// <param name="Text">The ids decoded, without the end-of-sequence token; of an episode an <see cref="Environments.EpisodeRecord"/>.</param>
public sealed record Trajectory(
    ImmutableArray<int> Tokens,
    ImmutableArray<float> BehaviourLogProbs,
    ImmutableArray<bool> LossMask,
    ImmutableArray<PolicyVersion> Versions,
    StopReason Stop,
    string Text)
{
    /// <summary>Tokens that the policy generated; the others are observations.</summary>
    public int GeneratedTokens => LossMask.Count(isGenerated => isGenerated);

    /// <summary>The oldest and the newest policy version among the tokens; 0 without any.</summary>
    public (long Oldest, long Newest) VersionRange()
    {
        if (Versions.IsEmpty) return (0, 0);
        var (oldest, newest) = (Versions[0].Value, Versions[0].Value);
        foreach (var version in Versions) (oldest, newest) = (Math.Min(oldest, version.Value), Math.Max(newest, version.Value));
        return (oldest, newest);
    }
}
