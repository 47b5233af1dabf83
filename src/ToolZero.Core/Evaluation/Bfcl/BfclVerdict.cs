namespace ToolZero.Core.Evaluation.Bfcl;

/// <summary>What the check says of one answer.</summary>
/// <param name="Valid">Counted right.</param>
/// <param name="ErrorType">
/// One of <see cref="BfclErrors"/>. A right answer may carry <see cref="BfclErrors.Unclear"/>, as the official checker's result does.
/// </param>
/// <param name="Message">One sentence for a wrong answer, else null.</param>
public sealed record BfclVerdict(bool Valid, string? ErrorType = null, string? Message = null)
{
    public static BfclVerdict Right { get; } = new(true);

    public static BfclVerdict Wrong(string errorType, string message) => new(false, errorType, message);
}
