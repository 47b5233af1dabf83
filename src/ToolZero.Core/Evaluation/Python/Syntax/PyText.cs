namespace ToolZero.Core.Evaluation.Python.Syntax;

/// <summary>Text that CPython refuses to read as source.</summary>
internal static class PyText
{
    /// <summary>What is wrong, or null.</summary>
    public static string? Fault(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0') return "a NUL character";
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return "half of a surrogate pair";
            i++;
        }

        return null;
    }
}
