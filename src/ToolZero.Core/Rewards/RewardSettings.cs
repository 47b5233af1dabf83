namespace ToolZero.Core.Rewards;

/// <summary>How wrong parameter values are penalised in the strict reward.</summary>
public enum ValuePenalty
{
    /// <summary>0.3 for each wrong value (the paper's text).</summary>
    PerValue,

    /// <summary>0.3 once, however many values are wrong (the paper's Figure 3).</summary>
    Any,
}

/// <summary>What counts as a token in the general reward.</summary>
public enum ReferenceTokens
{
    /// <summary>Pieces between ( ) [ ] , . : ' " = and white space (the paper's text).</summary>
    Literal,

    /// <summary>Function names, parameter names and whole values (the paper's Figure 3).</summary>
    Atomic,
}

/// <summary>The switches of the Tool-Zero reward, which exist because the paper's text and its Figure 3 disagree.</summary>
/// <param name="AstFailure">Value of ast when the calls differ: 0 (Eq. 4) or -1 (Figure 3).</param>
/// <param name="ValuePenalty">Per wrong value, or once.</param>
/// <param name="Tokens">What the general reward counts.</param>
public sealed record RewardSettings(double AstFailure, ValuePenalty ValuePenalty, ReferenceTokens Tokens)
{
    /// <summary>The paper's text.</summary>
    public static RewardSettings Default { get; } = new(0, ValuePenalty.PerValue, ReferenceTokens.Literal);

    /// <summary>The paper's Figure 3.</summary>
    public static RewardSettings Figure3 { get; } = new(-1, ValuePenalty.Any, ReferenceTokens.Atomic);
}
