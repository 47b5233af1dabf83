using ToolZero.Core.Rollouts;

namespace ToolZero.Core.Advantages;

/// <summary>
/// Advantages within a group (GRPO; Shao et al. 2024): A = (r − mean) / (std + 1e-6) with the unbiased standard deviation. A group of
/// equal rewards, or of one sample, has no signal: all zero.
/// </summary>
public static class GroupAdvantage
{
    private const double Epsilon = 1e-6;

    /// <summary>True when all rewards are equal: the group gives no gradient.</summary>
    public static bool IsZeroVariance(ReadOnlySpan<double> rewards)
    {
        foreach (var reward in rewards)
        {
            // Compared with the first, not with the mean: rounding of the mean must not invent a signal.
            if (reward != rewards[0]) return false;
        }

        return true;
    }

    /// <summary>Advantages of one group, one per reward.</summary>
    public static double[] Normalised(ReadOnlySpan<double> rewards)
    {
        var advantages = new double[rewards.Length];
        Normalised(rewards, advantages);
        return advantages;
    }

    /// <summary>The same into <paramref name="advantages"/>, which has the length of <paramref name="rewards"/>.</summary>
    public static void Normalised(ReadOnlySpan<double> rewards, Span<double> advantages)
    {
        if (advantages.Length != rewards.Length) throw new ArgumentException("one advantage per reward", nameof(advantages));
        advantages.Clear();
        if (IsZeroVariance(rewards)) return;
        double sum = 0;
        foreach (var reward in rewards) sum += reward;
        var mean = sum / rewards.Length;
        double squares = 0;
        foreach (var reward in rewards) squares += (reward - mean) * (reward - mean);
        var deviation = Math.Sqrt(squares / (rewards.Length - 1));
        for (var i = 0; i < rewards.Length; i++) advantages[i] = (rewards[i] - mean) / (deviation + Epsilon);
    }

    /// <summary>Total rewards of a group's samples at this schedule weight, in sample order.</summary>
    public static double[] Rewards(ScoredGroup group, double scheduleWeight)
    {
        ArgumentNullException.ThrowIfNull(group);
        return [.. group.Samples.Select(s => s.Score.Total(scheduleWeight))];
    }
}
