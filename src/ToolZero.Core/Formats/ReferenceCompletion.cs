using ToolZero.Core.Data;

namespace ToolZero.Core.Formats;

/// <summary>
/// The completion that supervised training imitates: the reference calls in the required layout. Data sets hold no reasoning, so the think block is empty; a reference
/// without calls becomes a refusal in words.
/// </summary>
public static class ReferenceCompletion
{
    private const string Refusal = "no tool fits.";

    public static string Of(ToolTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return CompletionFormat.Write("", task.Reference.IsEmpty ? Refusal : ToolZeroCalls.Instance.Write(task.Reference));
    }
}
