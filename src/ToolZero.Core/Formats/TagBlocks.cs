namespace ToolZero.Core.Formats;

/// <summary>Finds <c>&lt;tag&gt;…&lt;/tag&gt;</c> spans in model output, in linear time.</summary>
internal static class TagBlocks
{
    public const string ThinkOpen = "<think>";
    public const string ThinkClose = "</think>";
    public const string CallOpen = "<tool_call>";
    public const string CallClose = "</tool_call>";

    /// <summary>Inner ranges of the closed spans, left to right: each opening tag reaches to the next closing one.</summary>
    public static IEnumerable<Range> Inner(string text, string open, string close)
    {
        for (var at = 0; ;)
        {
            var start = text.IndexOf(open, at, StringComparison.Ordinal);
            var end = start < 0 ? -1 : text.IndexOf(close, start + open.Length, StringComparison.Ordinal);
            if (end < 0) yield break;
            yield return (start + open.Length)..end;
            at = end + close.Length;
        }
    }

    /// <summary>How often the tag stands in the text.</summary>
    public static int Count(string text, string tag)
    {
        var count = 0;
        for (var at = text.IndexOf(tag, StringComparison.Ordinal); at >= 0; at = text.IndexOf(tag, at + tag.Length, StringComparison.Ordinal)) count++;
        return count;
    }

    /// <summary>Where the tag stands when it stands there alone, else -1.</summary>
    public static int Once(string text, string tag)
    {
        var first = text.IndexOf(tag, StringComparison.Ordinal);
        return first >= 0 && text.IndexOf(tag, first + tag.Length, StringComparison.Ordinal) < 0 ? first : -1;
    }
}
