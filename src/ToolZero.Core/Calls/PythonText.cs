namespace ToolZero.Core.Calls;

/// <summary>White space as Python's <c>str.strip</c> and <c>\s</c> see it: .NET's, and the four separators U+001C to U+001F.</summary>
public static class PythonText
{
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsSpace(text[start])) start++;
        while (end > start && IsSpace(text[end - 1])) end--;
        return text[start..end];
    }

    public static bool IsBlank(ReadOnlySpan<char> text) => Trim(text).IsEmpty;
}
