using ToolZero.Core.Calls;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Languages;

/// <summary>
/// <c>{key: value, …}</c> up to the first closing brace, on one line. A value ends at a comma behind which another key follows; so text with
/// commas stays whole, and a dictionary inside is cut.
/// </summary>
internal static class JavaScriptDictionary
{
    private const string Quotes = "'\"";

    /// <summary>The dictionary at the start of trimmed source, or the source as text.</summary>
    public static PyValue Convert(string source)
    {
        if (source == "{}") return PyMapping.Empty;
        var end = source.IndexOfAny(['}', '\n']);
        if (!source.StartsWith('{') || end < 0 || source[end] == '\n') return new PyValue.Text(source);
        return PyMapping.From(Entries(source[1..end]));
    }

    private static List<KeyValuePair<PyValue, PyValue>> Entries(string content)
    {
        var entries = new List<KeyValuePair<PyValue, PyValue>>();
        for (var at = 0; at < content.Length;)
        {
            if (content[at] == ':')
            {
                // A key holds at least one character.
                at++;
                continue;
            }

            var colon = content.IndexOf(':', at);
            if (colon < 0) break;
            var (end, next) = EndOfValue(content, colon + 1);
            var key = PythonText.Trim(content.AsSpan(at, colon - at)).Trim(Quotes).ToString();
            entries.Add(new(new PyValue.Text(key), Value(PythonText.Trim(content.AsSpan(colon + 1, end - colon - 1)).ToString())));
            at = next;
        }

        return entries;
    }

    private static PyValue Value(string source) => source is ['[', .., ']']
        ? JavaScriptConverter.Array(source, null)
        : JavaScriptConverter.Guess(source.AsSpan().Trim(Quotes).ToString());

    /// <summary>Where a value ends, and where the next key starts.</summary>
    private static (int End, int Next) EndOfValue(string content, int from)
    {
        for (var comma = content.IndexOf(',', from); comma >= 0;)
        {
            var following = content.IndexOf(',', comma + 1);
            var run = content.AsSpan(comma + 1, (following < 0 ? content.Length : following) - comma - 1);
            var blank = run.Length - run.TrimStart().Length;
            var lastColon = run.LastIndexOf(':');
            if (lastColon >= 1) return (comma, comma + 1 + Math.Min(blank, lastColon - 1));
            comma = following;
        }

        return (content.Length, content.Length);
    }
}
