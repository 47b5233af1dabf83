using ToolZero.Core.Data;

namespace ToolZero.Core.Formats;

/// <summary>
/// The completion that supervised training imitates: the reference calls in the layout that the prompt asks for. Data sets hold no reasoning, so there is none; a
/// reference without calls becomes what the data says instead, or a refusal in words.
/// </summary>
public static class ReferenceCompletion
{
    private const string Refusal = "no tool fits.";

    public static string Of(ToolTask task, ICallFormat format)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(format);
        return format.Complete("", task.Reference, task.Reference.IsEmpty ? task.Response ?? Refusal : "");
    }
}
