#nullable disable
using System.Globalization;
using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Renders a tree as HOCON that reads back equal.</summary>
internal static class HoconText
{
    public static string Render(HoconObject value, int indent)
    {
        var text = new StringBuilder();
        foreach (var (key, item) in value.Items)
            text.Append(' ', indent * 2).Append(Quoted(key, isKey: true)).Append(" : ").Append(Render(item, indent)).Append('\n');
        return text.ToString();
    }

    public static string Render(HoconValue value, int indent)
    {
        if (value.GetObject() is { } inner) return $"{{\n{Render(inner, indent + 1)}{new string(' ', indent * 2)}}}";
        if (value.HasArray()) return "[" + string.Join(", ", value.GetArray().Select(item => Render(item, indent))) + "]";
        return value.GetString() is { } text ? Quoted(text, isKey: false) : "null";
    }

    /// <summary>For messages: control characters as escapes.</summary>
    public static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString())) : text;

    private static string Quoted(string text, bool isKey)
    {
        var plain = text.Length > 0 && text != "null" && (!isKey || text != "include")
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || (c == '.' && !isKey));
        if (plain) return text;
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
}
