using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Plugins;
using ToolZero.Core.Rewards.ToolN1;
using ToolZero.Core.Rewards.ToolRl;

namespace ToolZero.Core.Rewards;

/// <summary>Which reward a run uses: the keys below <c>reward</c> that choose it.</summary>
/// <param name="Rule">One of <see cref="RewardRules.Names"/>.</param>
/// <param name="ToolZero">Switches of tool-zero.</param>
/// <param name="ToolRl">Variant of tool-rl.</param>
/// <param name="ToolN1">Variant of tool-n1.</param>
/// <param name="Assembly">File that holds a custom rule.</param>
/// <param name="Type">Full name of its class.</param>
public sealed record RewardRuleSettings(string Rule, RewardSettings ToolZero, string ToolRl, string ToolN1, string Assembly = "", string Type = "");

/// <summary>Makes reward rules by name.</summary>
public static class RewardRules
{
    public const string ToolZero = "tool-zero";
    public const string ToolRl = "tool-rl";
    public const string ToolN1 = "tool-n1";
    public const string Custom = "custom";

    public static ImmutableArray<string> Names { get; } = [ToolZero, ToolRl, ToolN1, Custom];

    /// <summary>The two readings of Tool-Zero: the paper's text and its Figure 3.</summary>
    public static ImmutableArray<string> ToolZeroVariants { get; } = ["text", "figure3"];

    /// <summary>The variants of ToolRL; all but the last two by the names of the authors' switches.</summary>
    public static ImmutableArray<string> ToolRlVariants { get; } =
        ["default", "correctmax1", "refined", "coarse", "intermediate", "length", "two-stage", "scheduled"];

    /// <summary>The variants of Tool-N1 by the numbers of the authors' functions.</summary>
    public static ImmutableArray<string> ToolN1Variants { get; } = ["v0", "v1", "v2", "v3", "v4"];

    /// <param name="settings">Which rule.</param>
    /// <param name="format">How completions are written.</param>
    /// <exception cref="DataException">The rule or variant does not exist, or a custom rule cannot be loaded.</exception>
    public static IReward Create(RewardRuleSettings settings, ICallFormat format)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Rule switch
        {
            ToolZero => new ToolZeroReward(settings.ToolZero, format),
            ToolRl => new ToolRlReward(ToolRlVariant(settings.ToolRl), format),
            ToolN1 => new ToolN1Reward(ToolN1VariantOf(settings.ToolN1), format),
            Custom => UserClass.Load<IReward>("reward", settings.Assembly, settings.Type),
            _ => throw new DataException($"reward.rule = {settings.Rule}: expected one of {string.Join(", ", Names)}"),
        };
    }

    /// <summary>Settings of a rule and one of its variants; null is the first.</summary>
    /// <exception cref="DataException">The rule has no such variant.</exception>
    public static RewardRuleSettings Variant(string rule, string? variant, string assembly = "", string type = "")
    {
        var known = rule switch
        {
            ToolZero => ToolZeroVariants,
            ToolRl => ToolRlVariants,
            ToolN1 => ToolN1Variants,
            _ => [],
        };
        if (variant is not null && !known.Contains(variant))
            throw new DataException(known.IsEmpty ? $"{rule} has no variants" : $"{rule} has no variant {variant}: expected one of {string.Join(", ", known)}");
        return new RewardRuleSettings(
            rule,
            rule == ToolZero && variant == "figure3" ? RewardSettings.Figure3 : RewardSettings.Default,
            rule == ToolRl && variant is not null ? variant : ToolRlVariants[0],
            rule == ToolN1 && variant is not null ? variant : ToolN1Variants[0],
            assembly,
            type);
    }

    /// <exception cref="DataException">No variant has this name.</exception>
    public static ToolRlSettings ToolRlVariant(string name)
    {
        var standard = ToolRlSettings.Default;
        return name switch
        {
            "default" => standard,
            "correctmax1" => standard with { Maximum = 1 },
            "refined" => standard with { Match = ToolRlMatch.Refined },
            "coarse" => standard with { Match = ToolRlMatch.Coarse },
            "intermediate" => standard with { Match = ToolRlMatch.Intermediate },
            "length" => standard with { WithLength = true },
            "two-stage" => standard with { Scale = ToolRlScale.TwoStage },
            "scheduled" => standard with { Scale = ToolRlScale.Scheduled },
            _ => throw new DataException($"tool-rl has no variant {name}: expected one of {string.Join(", ", ToolRlVariants)}"),
        };
    }

    /// <exception cref="DataException">No variant has this name.</exception>
    public static ToolN1Variant ToolN1VariantOf(string name) => ToolN1Variants.IndexOf(name) is var index and >= 0
        ? (ToolN1Variant)index
        : throw new DataException($"tool-n1 has no variant {name}: expected one of {string.Join(", ", ToolN1Variants)}");
}
