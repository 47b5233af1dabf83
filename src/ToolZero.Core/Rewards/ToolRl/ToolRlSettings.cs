namespace ToolZero.Core.Rewards.ToolRl;

/// <summary>How ToolRL compares calls.</summary>
public enum ToolRlMatch
{
    /// <summary>Names, keys and values each count (the paper's, section 3.3).</summary>
    Fine,

    /// <summary>As fine, but a list of names or keys is right or wrong as a whole, order included.</summary>
    Refined,

    /// <summary>Everything or nothing.</summary>
    Coarse,

    /// <summary>Names, and one for each call that is right as a whole.</summary>
    Intermediate,
}

/// <summary>How the scales of format and correctness change over training.</summary>
public enum ToolRlScale
{
    /// <summary>Not at all.</summary>
    Constant,

    /// <summary>Two stages: correctness a third of its scale, then all of it and format at half its scale.</summary>
    TwoStage,

    /// <summary>From −2 to 2 for both parts to −1 to 1 for format and −3 to 3 for correctness.</summary>
    Scheduled,
}

/// <summary>The switches of the ToolRL reward.</summary>
/// <param name="Match">How calls are compared.</param>
/// <param name="Maximum">Correctness reaches from −Maximum to Maximum: 3 (the paper's) or 1.</param>
/// <param name="WithLength">Adds up to 1 for long reasoning.</param>
/// <param name="Scale">How scales change over training.</param>
public sealed record ToolRlSettings(ToolRlMatch Match, double Maximum, bool WithLength, ToolRlScale Scale)
{
    public static ToolRlSettings Default { get; } = new(ToolRlMatch.Fine, 3, WithLength: false, ToolRlScale.Constant);
}
