using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Results;

/// <summary>One line of a result file: what a model answered to one question.</summary>
/// <param name="Id">The question.</param>
/// <param name="Result">
/// As the leaderboard stores it: text of a prompted model, or a list of calls <c>{name: arguments as JSON text}</c>; a list of calls with
/// arguments as objects is decoded already.
/// </param>
/// <param name="Failure">Why the model gave no answer; null when it gave one.</param>
/// <param name="IsDecoded">The result is the decoded calls, None where decoding failed.</param>
public sealed record ResultRow(string Id, PyValue Result, string? Failure = null, bool IsDecoded = false)
{
    /// <summary>File and line, for errors; empty for a row that was not read.</summary>
    public string Where { get; init; } = "";

    /// <summary>What the row itself says of the model (<c>fc</c>); null where it says nothing.</summary>
    public bool? FunctionCalling { get; init; }

    /// <summary>What the row itself says of the model (<c>underscore_to_dot</c>); null where it says nothing.</summary>
    public bool? UnderscoreToDot { get; init; }

    public const string FailureField = "inference_error";
}
