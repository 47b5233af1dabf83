using System.Collections.Immutable;
using System.Reflection;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Plugins;
using ToolZero.Core.Prompts;
using ToolZero.Core.Rewards;

namespace ToolZero.Core.Tests.Rewards;

public sealed class RewardRulesSpecs
{
    private static readonly RewardRuleSettings Settings = new("tool-zero", RewardSettings.Default, "default", "v0");

    private static readonly ToolTask Task = new(
        "t", "simple", [], [new Message(Role.User, "x")], [new ToolCall("f", [new Argument("a", new CallValue.Integer(1))]), new ToolCall("g", [])]);

    public static TheoryData<string, string> RulesAndFormats
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var rule in RewardRules.Names.Where(r => r != RewardRules.Custom))
                foreach (var format in PromptFormats.Names) data.Add(rule, format);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(RulesAndFormats))]
    public void Every_rule_gives_most_for_the_right_answer_in_every_format(string rule, string prompt)
    {
        var format = PromptFormats.Create(prompt).Calls;
        var reward = RewardRules.Create(Settings with { Rule = rule }, format);
        var right = reward.Score(Task, format.Complete("Think.", Task.Reference, ""));
        var half = reward.Score(Task, format.Complete("Think.", Task.Reference[..1], ""));
        var none = reward.Score(Task, "nothing");
        Assert.True(right.Success);
        Assert.False(half.Success || none.Success);
        Assert.True(right.Total(0.5) > half.Total(0.5));
        Assert.True(right.Total(1) > none.Total(1));
        Assert.Equal(1, right.Parts[RewardParts.Format]);
    }

    [Theory]
    [MemberData(nameof(RulesAndFormats))]
    public void Every_rule_gives_most_for_not_calling_where_that_is_right(string rule, string prompt)
    {
        var format = PromptFormats.Create(prompt).Calls;
        var reward = RewardRules.Create(Settings with { Rule = rule }, format);
        var quiet = Task with { Reference = [] };
        var right = reward.Score(quiet, format.Complete("Think.", [], "Nothing fits."));
        var wrong = reward.Score(quiet, format.Complete("Think.", Task.Reference, ""));
        Assert.True(right.Success && !wrong.Success);
        Assert.True(right.Total(0.5) > wrong.Total(0.5), $"{right.Total(0.5)} is not above {wrong.Total(0.5)}");
    }

    [Fact]
    public void Changing_scales_lead_from_the_first_stage_to_the_last()
    {
        var text = ToolRlCalls.Instance.Complete("T", Task.Reference, "");
        var stages = RewardRules.Create(Settings with { Rule = "tool-rl", ToolRl = "two-stage" }, ToolRlCalls.Instance).Score(Task, text);
        Assert.Equal((2, 3.5), (stages.Total(0), stages.Total(1)));
        var scheduled = RewardRules.Create(Settings with { Rule = "tool-rl", ToolRl = "scheduled" }, ToolRlCalls.Instance).Score(Task, text);
        Assert.Equal((4, 4), (scheduled.Total(0), scheduled.Total(1)));
        var wrong = RewardRules.Create(Settings with { Rule = "tool-rl", ToolRl = "scheduled" }, ToolRlCalls.Instance).Score(Task, "");
        Assert.Equal((-4, -4), (wrong.Total(0), wrong.Total(1)));
    }

    [Fact]
    public void A_class_of_the_users_own_is_loaded_by_name()
    {
        var here = Assembly.GetExecutingAssembly().Location;
        var reward = RewardRules.Create(Settings with { Rule = "custom", Assembly = here, Type = typeof(LengthReward).FullName! }, ToolZeroCalls.Instance);
        Assert.Equal(5, reward.Score(Task, "12345").Total(0));
    }

    [Theory]
    [InlineData("", "X", "needs reward.assembly")]
    [InlineData("here", "", "needs reward.type")]
    [InlineData("/none/such.dll", "X", "no such file")]
    [InlineData("here", "Nobody", "no class Nobody; it has ")]
    [InlineData("here", "ToolZero.Core.Tests.Rewards.RewardRulesSpecs", "does not implement ToolZero.Core.Rewards.IReward")]
    [InlineData("here", "ToolZero.Core.Tests.Rewards.NeedyReward", "needs a public constructor without parameters")]
    [InlineData("here", "ToolZero.Core.Tests.Rewards.BrokenReward", "the constructor of ToolZero.Core.Tests.Rewards.BrokenReward failed: no luck")]
    [InlineData("here", "ToolZero.Core.Tests.Rewards.OpenReward`1", "has type parameters")]
    [InlineData("here", "ToolZero.Core.Tests.Rewards.StaticallyBrokenReward", "the constructor of ToolZero.Core.Tests.Rewards.StaticallyBrokenReward failed: no luck ever")]
    [InlineData("text", "X", "not a .NET assembly")]
    public void What_is_wrong_with_it_is_one_line(string assembly, string type, string message)
    {
        var path = assembly switch
        {
            "here" => Assembly.GetExecutingAssembly().Location,
            "text" => Path.ChangeExtension(Assembly.GetExecutingAssembly().Location, ".runtimeconfig.json"),
            _ => assembly,
        };
        var error = Assert.Throws<DataException>(() => UserClass.Load<IReward>("reward", path, type));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("tool-two", "default", "v0", "reward.rule = tool-two")]
    [InlineData("tool-rl", "fine", "v0", "tool-rl has no variant fine")]
    [InlineData("tool-n1", "default", "v5", "tool-n1 has no variant v5")]
    public void Unknown_rules_and_variants_are_named(string rule, string toolRl, string toolN1, string message) => Assert.StartsWith(
        message,
        Assert.Throws<DataException>(() => RewardRules.Create(new RewardRuleSettings(rule, RewardSettings.Default, toolRl, toolN1), ToolZeroCalls.Instance)).Message,
        StringComparison.Ordinal);
}

/// <summary>Rewards length, to be loaded by name.</summary>
public sealed class LengthReward : IReward
{
    public RewardScore Score(ToolTask task, string completion) =>
        new(completion?.Length ?? 0, 0, 0, false, ImmutableSortedDictionary<string, double>.Empty);
}

/// <summary>Cannot be made without help.</summary>
public sealed class NeedyReward(int need) : IReward
{
    public RewardScore Score(ToolTask task, string completion) => new(need, 0, 0, false, ImmutableSortedDictionary<string, double>.Empty);
}

/// <summary>Cannot be made without a type.</summary>
public sealed class OpenReward<T> : IReward
{
    public RewardScore Score(ToolTask task, string completion) => throw new NotSupportedException(typeof(T).Name);
}

/// <summary>Fails before it is made.</summary>
public sealed class StaticallyBrokenReward : IReward
{
    private static readonly int Luck = Draw();
    private readonly int _luck = Luck;

    private static int Draw() => throw new InvalidOperationException("no luck ever");

    public RewardScore Score(ToolTask task, string completion) => new(_luck, 0, 0, false, ImmutableSortedDictionary<string, double>.Empty);
}

/// <summary>Fails when it is made.</summary>
public sealed class BrokenReward : IReward
{
    public BrokenReward() => throw new InvalidOperationException("no luck");

    public RewardScore Score(ToolTask task, string completion) => throw new NotSupportedException();
}
