namespace ToolZero.Core.Evaluation.Python.Syntax;

/// <summary>The replacement fields of a formatted string, <c>{expression!r:format}</c>.</summary>
internal static class PyFields
{
    private const int MaxDepth = 2;

    public static bool AreWellFormed(string body, int depth = 0)
    {
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] is not ('{' or '}')) continue;
            if (i + 1 < body.Length && body[i + 1] == body[i] && depth == 0) i++;
            else if (body[i] == '}' || depth == MaxDepth || !SkipField(body, ref i, depth)) return false;
        }

        return true;
    }

    /// <summary>From an opening brace to its closing one.</summary>
    private static bool SkipField(string body, ref int at, int depth)
    {
        var start = ++at;
        for (var open = 0; at < body.Length; at++)
        {
            var c = body[at];
            if (c is '\'' or '"')
            {
                var close = body.IndexOf(c, at + 1);
                if (close < 0) return false;
                at = close;
            }
            else if (c is '(' or '[' or '{') open++;
            else if (open > 0 && c is ')' or ']' or '}') open--;
            else if (c is '\\' or '#') return false;
            else if (open == 0 && (c is '}' or ':' || (c == '!' && at + 1 < body.Length && body[at + 1] != '='))) return EndField(body, start, ref at, depth);
        }

        return false;
    }

    private static bool EndField(string body, int start, ref int at, int depth)
    {
        var expression = body[start..at].Trim();
        if (expression.EndsWith('=') && !expression.EndsWith("==", StringComparison.Ordinal)) expression = expression[..^1];
        if (PyParser.Parse($"({expression})", out _) is not { } node || node is PyNode.Items { Values.IsEmpty: true }) return false;
        if (body[at] == '!')
        {
            at++;
            if (at >= body.Length || body[at] is not ('r' or 's' or 'a')) return false;
            at++;
        }

        if (at < body.Length && body[at] == '}') return true;
        if (at >= body.Length || body[at] != ':') return false;
        var from = ++at;
        for (var open = 0; at < body.Length; at++)
        {
            if (body[at] == '{') open++;
            else if (body[at] == '}' && open-- == 0) return AreWellFormed(body[from..at], depth + 1);
        }

        return false;
    }
}
