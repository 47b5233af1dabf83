using System.Globalization;
using System.Text;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>Halves of surrogate pairs, which UTF-8 cannot hold.</summary>
internal static class HalfPairs
{
    /// <summary>Where the first one stands; -1 where there is none.</summary>
    public static int IndexIn(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return i;
            i++;
        }

        return -1;
    }

    /// <summary>JSON text with each one as an escape.</summary>
    public static string Escape(string json)
    {
        var text = new StringBuilder(json.Length);
        var rest = json.AsSpan();
        for (var at = IndexIn(rest); at >= 0; at = IndexIn(rest))
        {
            text.Append(rest[..at]).Append(CultureInfo.InvariantCulture, $"\\u{(int)rest[at]:x4}");
            rest = rest[(at + 1)..];
        }

        return text.Append(rest).ToString();
    }
}
