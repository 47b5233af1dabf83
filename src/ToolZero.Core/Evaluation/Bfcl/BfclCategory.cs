namespace ToolZero.Core.Evaluation.Bfcl;

/// <summary>How the answers of a category are checked.</summary>
public enum BfclKind
{
    /// <summary>One call of the only function.</summary>
    Simple,

    /// <summary>One call of one of several functions.</summary>
    Multiple,

    /// <summary>Several calls in any order.</summary>
    Parallel,

    /// <summary>No call is right.</summary>
    Irrelevance,

    /// <summary>Any call is right.</summary>
    Relevance,
}

/// <summary>One single-turn category of the leaderboard.</summary>
/// <param name="Name">As files and ids spell it.</param>
/// <param name="Kind">How it is checked.</param>
/// <param name="IsLive">One of the live group.</param>
/// <param name="Language">Of its functions.</param>
public sealed record BfclCategory(string Name, BfclKind Kind, bool IsLive, BfclLanguage Language = BfclLanguage.Python)
{
    /// <summary>Folder of result and score files.</summary>
    public string Group => IsLive ? "live" : "non_live";

    /// <summary>It has a file of possible answers.</summary>
    public bool HasAnswers => Kind is not (BfclKind.Irrelevance or BfclKind.Relevance);

    public string QuestionFile => $"BFCL_v4_{Name}.json";

    public string ResultFile => $"BFCL_v4_{Name}_result.json";

    public string ScoreFile => $"BFCL_v4_{Name}_score.json";
}
