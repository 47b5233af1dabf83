using System.Collections.Immutable;
using System.Text;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Checking;

/// <summary>Texts as the check compares them: without blanks and <c>, . / - _ * ^</c>, in lower case, with one kind of quotes.</summary>
internal static class Standardised
{
    private const string Deleted = " ,./-_*^";

    public static string Text(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!Deleted.Contains(c, StringComparison.Ordinal)) kept.Append(c == '\'' ? '"' : c);
        }

        return Lower(kept.ToString());
    }

    /// <summary>A text standardised, anything else as it is.</summary>
    public static PyValue Value(PyValue value) => value is PyValue.Text text ? new PyValue.Text(Text(text.Value)) : value;

    /// <summary>A list whose texts are standardised, not those of lists inside it.</summary>
    public static PyValue.Sequence Items(ImmutableArray<PyValue> items) => new([.. items.Select(Value)]);

    /// <summary>Python's <c>lower()</c>: it differs from .NET's in the Turkish capital I and in the final sigma.</summary>
    private static string Lower(string text)
    {
        var lower = text.ToLowerInvariant();
        if (text.AsSpan().IndexOfAny('\u0130', '\u03a3') < 0) return lower;
        var result = new StringBuilder(lower.Length + 1);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u0130') result.Append("i\u0307");
            else if (text[i] == '\u03a3') result.Append(HasLetter(text, i, -1) && !HasLetter(text, i, 1) ? '\u03c2' : '\u03c3');
            else result.Append(lower[i]);
        }

        return result.ToString();
    }

    private static bool HasLetter(string text, int at, int step)
    {
        for (var i = at + step; i >= 0 && i < text.Length; i += step)
        {
            if (char.IsLetter(text[i])) return true;
            if (char.GetUnicodeCategory(text[i]) is not (System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.Format)
                && text[i] is not ('"' or '\u2019' or ':' or '\u00b7')) return false;
        }

        return false;
    }
}
