namespace ToolZero.Core.ToolWorld;

/// <summary>The categories of a task; their names are those of the function-calling benchmarks.</summary>
public static class TaskCategory
{
    public const string Simple = "simple";
    public const string Multiple = "multiple";
    public const string Parallel = "parallel";
    public const string ParallelMultiple = "parallel-multiple";
    public const string Irrelevance = "irrelevance";
    public const string MissingParameter = "missing-parameter";

    /// <summary>Executed: the answer to one call orders the next. Generated apart from the mix.</summary>
    public const string MultiTurn = "multi-turn";

    /// <summary>All categories with their share of a generated set; about the proportions of BFCL's single-turn questions.</summary>
    public static IReadOnlyList<(string Name, double Share)> Mix { get; } =
    [
        (Simple, 0.27), (Multiple, 0.38), (Parallel, 0.08), (ParallelMultiple, 0.07), (Irrelevance, 0.10), (MissingParameter, 0.10),
    ];
}
