using System.Collections.Immutable;

namespace ToolZero.Core.Data.Augmentation;

/// <summary>Ids of tasks that come of one row: <c>ROW#TURN</c> is a turn of a dialogue, <c>ID+MARK</c> what an augmentation made.</summary>
public static class DerivedIds
{
    private static readonly ImmutableArray<string> Marks = ["join", "tool-missing", "tool-returns", "parameter-missing", "hidden-parameter", "challenge"];

    /// <summary>Id of what was made of a task. A mark that is not listed could not be cut off again, and parts of a data set would share rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mark is not listed.</exception>
    public static string Of(string id, string mark) => Marks.Contains(mark) ? $"{id}+{mark}" : throw new ArgumentOutOfRangeException(nameof(mark), mark, "is not listed");

    /// <summary>The id of the row. Only what was appended here is cut off: <c>C#-1</c> and <c>a+b.json-1</c> are whole.</summary>
    public static string Row(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        while (Shorter(id) is { } shorter) id = shorter;
        return id;
    }

    private static string? Shorter(string id)
    {
        var at = id.AsSpan().LastIndexOfAny('#', '+');
        if (at <= 0) return null;
        var mark = id[(at + 1)..];
        var isAppended = id[at] == '+' ? Marks.Contains(mark) : mark.Length > 0 && mark.All(char.IsAsciiDigit);
        return isAppended ? id[..at] : null;
    }
}
