using System.Collections.Immutable;

namespace ToolZero.Actors.Comparison;

/// <summary>How an arm trains.</summary>
public enum ArmKind
{
    Reinforcement,

    /// <summary>On reference calls, until as many tokens are trained as the reinforcement arm of the same seed took.</summary>
    Supervised,

    /// <summary>Half of the tokens supervised, then half of the steps by reinforcement.</summary>
    SupervisedThenReinforcement,
}

/// <summary>One way to train, to be compared with others over the same seeds.</summary>
/// <param name="Name">Name of its folder and its row.</param>
/// <param name="Question">Which question it belongs to: claim, schedule, midpoint, steepness or staleness.</param>
/// <param name="Kind">How it trains.</param>
/// <param name="About">What it is, in a few words.</param>
/// <param name="Sets">What it sets apart from the common settings, as <c>KEY=VALUE</c>.</param>
public sealed record ComparisonArm(string Name, string Question, ArmKind Kind, string About, ImmutableArray<string> Sets);
