using System.Globalization;
using System.Text;
using Akka.Configuration.Hocon;

namespace ToolZero.Actors.Hosting;

/// <summary>Reads texts out of HOCON values and writes values back, by what every version of the package does the same.</summary>
internal static class HoconTexts
{
    /// <summary>The text of a value; a single text in quotes keeps its white space. Null for null, a list or a section.</summary>
    public static string? TextOf(HoconValue value) => value.Values switch
    {
        [HoconSubstitution { ResolvedValue: { } target }] => TextOf(target),
        [HoconLiteral { Value: { } text }] when value.GetString() is not null || text.Trim().Length == 0 => text,
        _ => value.GetString(),
    };

    /// <summary>True for a list, the empty one too.</summary>
    public static bool IsList(HoconValue value) =>
        value.Values.Any(v => v is HoconArray || (v is HoconSubstitution { ResolvedValue: { } target } && IsList(target)));

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) || char.IsSurrogate(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A tree with its keys in order, every text in quotes.</summary>
    public static void Write(StringBuilder text, HoconObject tree, int indent)
    {
        foreach (var (key, value) in tree.Items.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            text.Append(' ', indent).Append(Quote(key));
            if (value.GetObject() is { } inner)
            {
                text.Append(" {\n");
                Write(text, inner, indent + 2);
                text.Append(' ', indent).Append("}\n");
            }
            else
            {
                text.Append(" = ").Append(Inline(value)).Append('\n');
            }
        }
    }

    private static string Inline(HoconValue value)
    {
        if (value.GetObject() is { } inner)
            return $"{{ {string.Join(", ", inner.Items.OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => $"{Quote(i.Key)} = {Inline(i.Value)}"))} }}";
        if (IsList(value)) return $"[{string.Join(", ", value.GetArray().Select(Inline))}]";
        return TextOf(value) is { } text ? Quote(text) : "null";
    }
}
