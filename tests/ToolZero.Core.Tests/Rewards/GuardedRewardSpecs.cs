using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;

namespace ToolZero.Core.Tests.Rewards;

public sealed class GuardedRewardSpecs
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly ToolTask Task = ReferenceTasks.Of([new ToolCall("f", [])]) with { Id = "t7" };
    private static readonly RewardScore Fair = new(1, 0.5, -1, true, ImmutableSortedDictionary<string, double>.Empty.Add("mine", 3));

    [Fact]
    public void A_score_of_finite_numbers_passes_as_it_is()
    {
        Assert.Same(Fair, Guarded(_ => Fair).Score(Task, "x"));
        Assert.Equal(1.5, new GuardedReward(new ToolZeroReward(RewardSettings.Default), Patience).Score(Task, "[f()]").Total(0.5) + 0.75);
    }

    public static TheoryData<string, double> Numbers
    {
        get
        {
            var data = new TheoryData<string, double>();
            foreach (var part in new[] { "Base", "General", "Strict", "mine" })
                foreach (var number in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300 }) data.Add(part, number);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_that_is_not_finite_or_near_it_is_refused_with_rule_and_part(string part, double number)
    {
        var score = part switch
        {
            "Base" => Fair with { Base = number },
            "General" => Fair with { General = number },
            "Strict" => Fair with { Strict = number },
            _ => Fair with { Parts = Fair.Parts.SetItem(part, number) },
        };
        foreach (var guarded in new[] { Guarded(_ => score), GuardedReward.WithoutDeadline(new Rule(_ => score)) })
            Assert.StartsWith($"task t7: reward rule {typeof(Rule).FullName}: {part} is ", Problem(guarded), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_rule_throws_is_one_line_without_a_cause_below()
    {
        var guarded = Guarded(_ => throw new InvalidOperationException("no\nluck"));
        Assert.Equal($"task t7: reward rule {typeof(Rule).FullName}: InvalidOperationException: no luck", Problem(guarded));
        Assert.Null(Assert.Throws<DataException>(() => guarded.Score(Task, "x")).InnerException);
        Assert.Contains("whose message failed", Problem(Guarded(_ => throw new Wordless())), StringComparison.Ordinal);
    }

    [Fact]
    public void No_score_is_no_score()
    {
        Assert.EndsWith("gave no score", Problem(Guarded(_ => null!)), StringComparison.Ordinal);
        Assert.EndsWith("gave no score", Problem(Guarded(_ => Fair with { Parts = null! })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_hangs_is_left_behind_at_the_deadline()
    {
        using var end = new ManualResetEventSlim();
        var guarded = new GuardedReward(
            new Rule(_ =>
            {
                end.Wait();
                return Fair;
            }), TimeSpan.FromMilliseconds(50));
        Assert.Contains("no score within 0.05 s", Problem(guarded), StringComparison.Ordinal);
        end.Set();
    }

    [Fact]
    public void A_guard_around_a_guard_is_one() =>
        Assert.StartsWith($"task t7: reward rule {typeof(Rule).FullName}: ", Problem(new GuardedReward(Guarded(_ => null!), Patience)), StringComparison.Ordinal);

    private static GuardedReward Guarded(Func<string, RewardScore> score) => new(new Rule(score), Patience);

    private static string Problem(GuardedReward guarded) => Assert.Throws<DataException>(() => guarded.Score(Task, "x")).Message;

    private sealed class Rule(Func<string, RewardScore> score) : IReward
    {
        public RewardScore Score(ToolTask task, string completion) => score(completion);
    }

    private sealed class Wordless : Exception
    {
        public override string Message => throw new InvalidOperationException();
    }
}
