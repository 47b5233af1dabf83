using System.Text;
using System.Text.RegularExpressions;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Formats;

/// <summary>
/// The layout of a completion: <c>&lt;think&gt;…&lt;/think&gt;</c> then <c>&lt;answer&gt;…&lt;/answer&gt;</c>, each tag once, only white
/// space around and between (Tool-Zero, section 3; exactness is ours).
/// </summary>
/// <param name="IsValid">R_format is 1.</param>
/// <param name="Reasoning">Text of the think block when valid, else empty.</param>
/// <param name="Body">
/// What general and strict read: the answer block when valid; else the completion with every closed think span removed and stray tags
/// deleted. Trimmed.
/// </param>
public sealed partial record CompletionFormat(bool IsValid, string Reasoning, string Body)
{
    private const string ThinkOpen = "<think>";
    private const string ThinkClose = "</think>";
    private const string AnswerOpen = "<answer>";
    private const string AnswerClose = "</answer>";

    public static CompletionFormat Read(string completion)
    {
        ArgumentNullException.ThrowIfNull(completion);
        var a = Once(completion, ThinkOpen);
        var b = Once(completion, ThinkClose);
        var c = Once(completion, AnswerOpen);
        var d = Once(completion, AnswerClose);
        if (a >= 0 && a < b && b < c && c < d
            && PythonText.IsBlank(completion.AsSpan(0, a))
            && PythonText.IsBlank(completion.AsSpan((b + ThinkClose.Length)..c))
            && PythonText.IsBlank(completion.AsSpan(d + AnswerClose.Length)))
        {
            return new CompletionFormat(true, Trimmed(completion[(a + ThinkOpen.Length)..b]), Trimmed(completion[(c + AnswerOpen.Length)..d]));
        }

        return new CompletionFormat(false, "", Trimmed(Tag().Replace(WithoutThinkSpans(completion), "")));
    }

    /// <summary>A completion in this layout; reading it gives back the same two texts, trimmed.</summary>
    public static string Write(string reasoning, string body) => $"{ThinkOpen}{reasoning}{ThinkClose}{AnswerOpen}{body}{AnswerClose}";

    private static string Trimmed(string text) => PythonText.Trim(text).ToString();

    /// <summary>Where the tag stands when it stands there alone, else -1.</summary>
    private static int Once(string text, string tag)
    {
        var first = text.IndexOf(tag, StringComparison.Ordinal);
        return first >= 0 && text.IndexOf(tag, first + tag.Length, StringComparison.Ordinal) < 0 ? first : -1;
    }

    /// <summary>Removes from each opening tag to the next closing one, left to right, in one pass.</summary>
    private static string WithoutThinkSpans(string text)
    {
        var kept = new StringBuilder();
        var at = 0;
        while (true)
        {
            var open = text.IndexOf(ThinkOpen, at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf(ThinkClose, open + ThinkOpen.Length, StringComparison.Ordinal);
            if (close < 0) return kept.Append(text, at, text.Length - at).ToString();
            kept.Append(text, at, open - at);
            at = close + ThinkClose.Length;
        }
    }

    [GeneratedRegex("</?(?:think|answer)>", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
