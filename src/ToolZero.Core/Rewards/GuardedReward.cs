using System.Globalization;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;

namespace ToolZero.Core.Rewards;

/// <summary>
/// A rule behind limits, for all who score: whatever it does (hang, throw, give NaN), the caller has a score of finite numbers, or one line that names
/// what was scored, the rule and the cause. Never a reward of 0 instead.
/// </summary>
public sealed class GuardedReward : IReward
{
    /// <summary>Largest magnitude of a number in a score: sums of squares over a batch stay far from infinity, also in single precision.</summary>
    public const double Largest = 1e15;

    private readonly IReward _rule;
    private readonly TimeSpan _deadline;

    /// <param name="rule">The rule, perhaps a class of the user's own.</param>
    /// <param name="deadline">For one completion (<c>reward.deadline</c>).</param>
    public GuardedReward(IReward rule, TimeSpan deadline)
    {
        ArgumentNullException.ThrowIfNull(rule);
        (_rule, _deadline) = (rule is GuardedReward guarded ? guarded._rule : rule, deadline);
    }

    /// <summary>The program's own rules end in time linear in the completion: a thread for each score would cost more than the score.</summary>
    private bool RunsHere => _deadline == Timeout.InfiniteTimeSpan || _rule.GetType().Assembly == typeof(GuardedReward).Assembly;

    /// <summary>On the thread of a caller that has a deadline of its own.</summary>
    public static GuardedReward WithoutDeadline(IReward rule) => new(rule, Timeout.InfiniteTimeSpan);

    /// <exception cref="DataException">There is no such score: task, rule and cause.</exception>
    public RewardScore Score(ToolTask task, string completion)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Score($"task {task.Id}", rule => rule.Score(task, completion));
    }

    /// <summary>The same of whatever the rule is asked.</summary>
    /// <param name="what">What is scored, for the line.</param>
    /// <param name="score">Asks the rule.</param>
    /// <exception cref="DataException">There is no such score: what, rule and cause.</exception>
    public RewardScore Score(string what, Func<IReward, RewardScore> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        var (given, problem) = RunsHere ? Ask(score) : AskInTime(score);

        // Without the exception itself: who looks for the first cause must find this line.
        return problem is null ? given! : throw new DataException($"{what}: reward rule {_rule.GetType().FullName}: {problem}");
    }

    private (RewardScore? Score, string? Problem) Ask(Func<IReward, RewardScore> score)
    {
        try
        {
            var given = score(_rule);
            return (given, ProblemOf(given));
        }
        catch (Exception e)
        {
            return (null, $"{e.GetType().Name}: {GuardedCall.MessageOf(e)}");
        }
    }

    /// <summary>On a thread of its own, which a rule that hangs keeps.</summary>
    private (RewardScore? Score, string? Problem) AskInTime(Func<IReward, RewardScore> score)
    {
        (RewardScore?, string?) answer = default;
        var thread = new Thread(() => answer = Ask(score)) { IsBackground = true, Name = "reward" };
        thread.Start();
        return thread.Join(_deadline)
            ? answer
            : (null, string.Create(CultureInfo.InvariantCulture, $"no score within {_deadline.TotalSeconds:0.###} s; mend it, or raise the deadline where it is only slow"));
    }

    private static string? ProblemOf(RewardScore? score)
    {
        if (score?.Parts is null) return "gave no score";
        KeyValuePair<string, double>[] own = [new(nameof(score.Base), score.Base), new(nameof(score.General), score.General), new(nameof(score.Strict), score.Strict)];
        foreach (var (part, value) in own.Concat(score.Parts))
        {
            // NaN is not below either.
            if (!(Math.Abs(value) <= Largest)) return string.Create(CultureInfo.InvariantCulture, $"{part} is {value}, expected a number from {-Largest} to {Largest}");
        }

        return null;
    }
}
