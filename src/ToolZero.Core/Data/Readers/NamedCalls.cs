using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// Parses Python-style calls of tools whose names are no identifiers, as ToolACE writes them: <c>[Market Trends API(country="us")]</c>. A name is
/// whatever of the offered names stands before the parenthesis; the rest is Python's syntax as ever.
/// </summary>
internal static partial class NamedCalls
{
    /// <param name="text">The body, brackets included.</param>
    /// <param name="names">The names of the tools that are offered.</param>
    public static CallParse Parse(string text, IReadOnlyCollection<string> names)
    {
        var direct = PythonCallParser.Parse(text);
        if (direct.IsSuccess) return direct;
        var longestFirst = names.Where(n => n.Length > 0).OrderByDescending(n => n.Length).ToList();
        var written = new StringBuilder();
        var places = new List<string>();
        if (!TryReplace(text.Trim(), longestFirst, written, places)) return direct;
        var parse = PythonCallParser.Parse(written.ToString());
        return parse.IsSuccess
            ? CallParse.Success([.. parse.Calls.Select(call => call with { Name = NameOf(call.Name, places) })])
            : CallParse.Failure(parse.Error!, 0);
    }

    /// <summary>
    /// True when the text means to call, well or badly: a list that begins with a name and <c>(</c>, or one call of an offered tool and nothing else, cut
    /// or not. Prose that holds brackets, or tells of a tool, is prose.
    /// </summary>
    public static bool LooksLikeCalls(string text, IReadOnlyCollection<string> names)
    {
        var trimmed = PythonText.Trim(text).ToString();
        if (trimmed.StartsWith('['))
        {
            var first = 1;
            while (first < trimmed.Length && PythonText.IsSpace(trimmed[first])) first++;
            return ListStart().IsMatch(trimmed) || names.Any(name => name.Length > 0 && StartsCall(trimmed, first, name)) || (trimmed.EndsWith(']') && UnknownStart().IsMatch(trimmed));
        }

        var isWhole = !trimmed.Contains(')', StringComparison.Ordinal) || trimmed.TrimEnd('.', ',', ';', '!').EndsWith(')');
        return isWhole && names.Any(name => name.Length > 0 && trimmed.StartsWith($"{name}(", StringComparison.Ordinal));
    }

    /// <summary>A bracket, an identifier, perhaps dotted, and a parenthesis.</summary>
    [GeneratedRegex(@"\A\[\s*[^\W\d][\w.]*\(", RegexOptions.CultureInvariant)]
    private static partial Regex ListStart();

    /// <summary>A name of several words that is not offered, and behind its parenthesis the end, a value or a keyword: no remark in brackets.</summary>
    [GeneratedRegex(@"\A\[\s*[^\W\d][\w .\-/]*\w\((?:[)""'\[{\d]|\s*[^\W\d]\w*\s*=)", RegexOptions.CultureInvariant)]
    private static partial Regex UnknownStart();

    /// <summary>Writes <c>tool_0(</c> for every name that stands where a call begins.</summary>
    private static bool TryReplace(string text, List<string> names, StringBuilder written, List<string> places)
    {
        var (depth, quote, expectsCall) = (0, '\0', !text.StartsWith('['));
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (quote == '\0' && expectsCall && !char.IsWhiteSpace(c))
            {
                expectsCall = false;
                if (names.Find(n => StartsCall(text, at, n)) is { } name)
                {
                    written.Append(CultureInfo.InvariantCulture, $"tool_{places.Count}");
                    places.Add(name);
                    at += name.Length - 1;
                    continue;
                }

                if (c is not (']' or ',')) return false;
            }

            written.Append(c);
            if (quote != '\0')
            {
                if (c == '\\' && at + 1 < text.Length) written.Append(text[++at]);
                else if (c == quote) quote = '\0';
            }
            else if (c is '"' or '\'') quote = c;
            else if (c is '[' or '(' or '{') expectsCall = ++depth == 1 && c == '[';
            else if (c is ']' or ')' or '}') depth--;
            else if (c == ',' && depth <= 1 && text.StartsWith('[') == (depth == 1)) expectsCall = true;
        }

        return places.Count > 0;
    }

    private static bool StartsCall(string text, int at, string name)
    {
        if (!text.AsSpan(at).StartsWith(name, StringComparison.Ordinal)) return false;
        var rest = text.AsSpan(at + name.Length).TrimStart();
        return rest.StartsWith("(", StringComparison.Ordinal);
    }

    private static string NameOf(string placeholder, List<string> places) =>
        placeholder.StartsWith("tool_", StringComparison.Ordinal)
        && int.TryParse(placeholder.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < places.Count
            ? places[index]
            : placeholder;
}
