namespace ToolZero.Core.Tools;

/// <summary>What a Python type hint says about a parameter.</summary>
/// <param name="Type">Its type; any where no single JSON type covers it.</param>
/// <param name="Item">Type of the items of a list, where it says.</param>
/// <param name="IsOptional">The hint allows leaving it out: <c>Optional[str]</c>, or the words <c>str, optional</c>.</param>
public readonly record struct PythonType(ParameterType Type, ParameterType? Item, bool IsOptional);

/// <summary>Reads the type hints that xLAM, ToolRL and API-Bank describe parameters with.</summary>
public static class PythonTypes
{
    /// <summary>Never fails: what is not understood is any.</summary>
    public static PythonType Read(string hint)
    {
        ArgumentNullException.ThrowIfNull(hint);
        var words = SplitOutside(hint, ',');
        var isOptional = words.Skip(1).Any(w => w.Contains("optional", StringComparison.OrdinalIgnoreCase));
        return ReadType(isOptional || words.Count > 1 ? words[0] : hint, isOptional);
    }

    private static PythonType ReadType(string hint, bool isOptional)
    {
        hint = hint.Trim();
        var open = hint.IndexOf('[', StringComparison.Ordinal);
        if (open < 0 || !hint.EndsWith(']')) return new PythonType(ParameterTypes.Find(hint) ?? ParameterType.Any, null, isOptional);
        var outer = hint[..open].Trim();
        outer = outer[(outer.LastIndexOf('.') + 1)..]; // typing.List
        var inner = SplitOutside(hint[(open + 1)..^1], ',');
        return outer.ToUpperInvariant() switch
        {
            "OPTIONAL" => ReadType(inner[0], isOptional: true),
            "UNION" => Union(inner, isOptional),
            "LIST" or "ARRAY" or "SET" or "SEQUENCE" or "ITERABLE" => new PythonType(ParameterType.Array, Known(inner[0]), isOptional),
            "TUPLE" => new PythonType(ParameterType.Array, inner.Distinct(StringComparer.Ordinal).Count() == 1 ? Known(inner[0]) : null, isOptional),
            "DICT" or "MAPPING" => new PythonType(ParameterType.Object, null, isOptional),
            "LITERAL" => new PythonType(inner.All(i => i.StartsWith('\'') || i.StartsWith('"')) ? ParameterType.String : ParameterType.Any, null, isOptional),
            _ => new PythonType(ParameterType.Any, null, isOptional),
        };
    }

    private static PythonType Union(List<string> members, bool isOptional)
    {
        var types = members.Where(m => m is not ("None" or "NoneType")).Select(m => ReadType(m, false)).Distinct().ToList();
        isOptional |= members.Count > 1 && members.Exists(m => m is "None" or "NoneType");
        if (types.Count == 1) return types[0] with { IsOptional = isOptional };
        var isNumber = types.TrueForAll(t => t.Type is ParameterType.Integer or ParameterType.Number);
        return new PythonType(isNumber ? ParameterType.Number : ParameterType.Any, null, isOptional);
    }

    private static ParameterType? Known(string hint) => ReadType(hint, false).Type is var type and not ParameterType.Any ? type : null;

    /// <summary>Parts between separators that stand outside brackets, trimmed; at least one.</summary>
    private static List<string> SplitOutside(string text, char separator)
    {
        var parts = new List<string>();
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '[') depth++;
            else if (text[i] == ']') depth--;
            else if (text[i] == separator && depth == 0)
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
        }

        parts.Add(text[start..].Trim());
        return parts;
    }
}
