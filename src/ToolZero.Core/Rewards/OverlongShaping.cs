using ToolZero.Core.Rollouts;

namespace ToolZero.Core.Rewards;

/// <summary>
/// Soft punishment of overlong completions (DAPO, Yu et al. 2025, Eq. 13): nothing up to <paramref name="Limit"/> − <paramref name="Buffer"/>
/// tokens, from there falling in a straight line to −<paramref name="Penalty"/> at the limit. Being cut costs the whole
/// of it, also in an episode, whose answers take from the same limit, and almost being cut nearly as much: there is no edge to be learned from by accident.
/// </summary>
/// <param name="Limit">L_max: most tokens that the policy may generate.</param>
/// <param name="Buffer">L_cache: tokens before the limit in which the punishment grows; 0 = no shaping.</param>
/// <param name="Penalty">Reward lost at the limit; 1 in the paper.</param>
public sealed record OverlongShaping(int Limit, int Buffer, double Penalty)
{
    /// <summary>No shaping.</summary>
    public static OverlongShaping None { get; } = new(0, 0, 0);

    /// <summary>What a completion of so many generated tokens gains: 0, or less.</summary>
    public double Of(int tokens) =>
        Buffer <= 0 || Penalty == 0 ? 0 : -Penalty * Math.Clamp((tokens - (Limit - Buffer)) / (double)Buffer, 0, 1);

    /// <summary>The score with the punishment of its trajectory; tokens of tools are not the policy's and do not count.</summary>
    public RewardScore Apply(RewardScore score, Trajectory trajectory)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(trajectory);
        if (Buffer <= 0 || Penalty == 0) return score;
        var punishment = trajectory.Stop == StopReason.Length ? -Penalty : Of(trajectory.GeneratedTokens);
        return score with { Base = score.Base + punishment, Parts = score.Parts.SetItem(RewardParts.Overlong, punishment) };
    }
}
