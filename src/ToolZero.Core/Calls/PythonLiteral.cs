namespace ToolZero.Core.Calls;

/// <summary>Reads one Python literal, as <c>ast.literal_eval</c> does: data files write dictionaries that way.</summary>
public static class PythonLiteral
{
    /// <summary>The value, or null with what is wrong. Bounds are those of <see cref="PythonCallParser"/>.</summary>
    public static CallValue? Read(string text, out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        error = null;
        if (text.Length > PythonCallParser.MaxLength) error = $"longer than {PythonCallParser.MaxLength} characters";
        else if (text.Contains('\0', StringComparison.Ordinal)) error = "NUL character";
        if (error is not null) return null;
        var at = new PythonScanner(text);
        at.SkipLines();
        if (PythonValueReader.TryRead(at, out var value, out _))
        {
            at.SkipLines();
            if (at.AtEnd) return value;
            at.Fail("text behind the value");
        }

        error = $"{at.Error} at character {at.ErrorPosition}";
        return null;
    }

    /// <summary>The value that begins at <paramref name="position"/>, which is then behind it; null where none does. The text must hold no NUL.</summary>
    internal static CallValue? ReadPrefix(string text, ref int position)
    {
        var at = new PythonScanner(text) { Position = position };
        if (!PythonValueReader.TryRead(at, out var value, out _)) return null;
        position = at.Position;
        return value;
    }
}
