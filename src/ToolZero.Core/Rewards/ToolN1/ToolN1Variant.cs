namespace ToolZero.Core.Rewards.ToolN1;

/// <summary>The variants of the Tool-N1 reward, by the names of its authors' code.</summary>
public enum ToolN1Variant
{
    /// <summary>1 for right calls after reasoning, else 0 (the paper's).</summary>
    Binary,

    /// <summary>1.2 right with reasoning, 1 right without, 0 wrong without or nothing to read, −0.2 wrong with reasoning.</summary>
    Lexicographic,

    /// <summary>1 for right calls, reasoning or not.</summary>
    WithoutThink,

    /// <summary>0.2 for reasoning and 0.8 for right calls.</summary>
    Partial,

    /// <summary>As partial, and 0.2 instead of 0.8 when the names are right.</summary>
    PartialNames,
}
