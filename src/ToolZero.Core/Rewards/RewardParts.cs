namespace ToolZero.Core.Rewards;

/// <summary>Names of the logged parts of a reward, as they stand in metrics, the ledger and docs/metrics.md.</summary>
public static class RewardParts
{
    /// <summary>R_format: 1 or 0.</summary>
    public const string Format = "format";

    /// <summary>The lenient component.</summary>
    public const string General = "general";

    /// <summary>The exact component.</summary>
    public const string Strict = "strict";

    /// <summary>1 when the calls equal the reference as abstract syntax, else the failure value (0 or -1).</summary>
    public const string Ast = "ast";

    /// <summary>1 when a multi sample has the right multiset of names.</summary>
    public const string Multi = "multi";

    /// <summary>Reference parameters that were supplied with a different value.</summary>
    public const string BadValues = "bad-values";

    /// <summary>|Y ∩ Y*| / |Y*|.</summary>
    public const string Recall = "recall";

    /// <summary>|Y ∩ Y*| / |Y|.</summary>
    public const string Precision = "precision";

    /// <summary>1 when the body parses as calls.</summary>
    public const string Parsed = "parsed";

    /// <summary>Number of calls parsed.</summary>
    public const string Calls = "calls";

    /// <summary>Correctness of ToolRL or Tool-N1, on the rule's own scale.</summary>
    public const string Correctness = "correctness";

    /// <summary>Length reward of ToolRL: words of the reasoning / 512, at most 1.</summary>
    public const string ReasoningLength = "reasoning-length";

    /// <summary>Punishment of an overlong completion, 0 or below: part of the base.</summary>
    public const string Overlong = "overlong";

    /// <summary>Turns of an episode.</summary>
    public const string Turns = "turns";

    /// <summary>1 when the environment of an episode threw or answered too much.</summary>
    public const string EnvironmentFault = "environment-fault";

    /// <summary>Characters of the body.</summary>
    public const string AnswerLength = "answer-length";
}
