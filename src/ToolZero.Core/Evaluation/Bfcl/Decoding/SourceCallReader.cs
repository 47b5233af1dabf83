using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Decoding;

/// <summary>
/// One call of Java or JavaScript source. An argument without name is kept under None where the leaderboard's parser keeps it, which is a
/// name alone, and dropped where that drops it; two arguments of one name are no call.
/// </summary>
internal static class SourceCallReader
{
    /// <summary>The call at a position, which then stands behind it; null where none stands.</summary>
    public static BfclCall? Read(SourceScanner at, BfclLanguage language)
    {
        var name = at.TakeName(dotted: true);
        if (name.Length == 0 || !at.Take('(')) return null;
        var arguments = new List<KeyValuePair<PyValue, PyValue>>();
        at.SkipBlank();
        while (!at.Take(')'))
        {
            var word = at.TakeName(dotted: false);
            at.SkipBlank();
            var isNamed = word.Length > 0 && at.TakeAssignment();
            at.SkipBlank();
            if (at.TakeValue() is not { } value) return null;
            if (isNamed) arguments.Add(new(new PyValue.Text(word), new PyValue.Text(Unquoted(value, at.AllowsBackquotes))));
            else if (IsKept(word, value, language)) arguments.Add(new(PyValue.None, new PyValue.Text(word + value)));
            if (!at.Take(',') && !at.Is(')')) return null;
            at.SkipBlank();
        }

        var call = new BfclCall(name, PyMapping.From(arguments));
        return call.Arguments.Count == arguments.Count ? call : null;
    }

    /// <summary>A variable, in Java also a class, in JavaScript also <c>true</c>.</summary>
    private static bool IsKept(string word, string rest, BfclLanguage language)
    {
        if (word.Length == 0 || char.IsDigit(word[0])) return false;
        return language == BfclLanguage.Java
            ? rest == ".class" || (rest.Length == 0 && word is not ("true" or "false" or "null" or "this"))
            : rest.Length == 0 && word is not ("false" or "null" or "undefined" or "this");
    }

    private static string Unquoted(string value, bool backquotes)
    {
        if (value.Length < 2 || value[0] != value[^1] || !(value[0] is '"' or '\'' || (value[0] == '`' && backquotes))) return value;

        // "a" + "b" starts and ends with a quote and is no literal.
        var scanner = new SourceScanner(value, backquotes);
        return scanner.SkipLiteral() && scanner.AtEnd ? value[1..^1] : value;
    }
}
