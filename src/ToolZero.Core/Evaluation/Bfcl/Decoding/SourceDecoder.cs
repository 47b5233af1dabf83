using System.Collections.Immutable;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Decoding;

/// <summary>
/// Reads calls written in Java or JavaScript source, <c>name(a=…, b=…)</c>. An argument is the text between its commas; a string literal
/// loses its quotes. What has no name is dropped, as in Python text. Time is linear.
/// </summary>
internal static class SourceDecoder
{
    public static BfclDecoding Decode(string source, BfclLanguage language)
    {
        var calls = ImmutableArray.CreateBuilder<BfclCall>();
        var at = new SourceScanner(source, language == BfclLanguage.JavaScript);
        at.SkipBlank();
        while (!at.AtEnd)
        {
            if (ReadCall(at) is not { } call) return BfclDecoding.Failed($"not a call at {at.Position}");
            calls.Add(call);
            at.SkipBlank();
            if (!at.AtEnd && !at.Take(',') && !at.Take(';')) return BfclDecoding.Failed($"text after a call at {at.Position}");
            at.SkipBlank();
        }

        return BfclDecoding.Of(calls.ToImmutable());
    }

    private static BfclCall? ReadCall(SourceScanner at)
    {
        var name = at.TakeName(dotted: true);
        if (name.Length == 0 || !at.Take('(')) return null;
        var arguments = new List<KeyValuePair<PyValue, PyValue>>();
        at.SkipBlank();
        while (!at.Take(')'))
        {
            var parameter = at.TakeName(dotted: false);
            at.SkipBlank();
            if (parameter.Length > 0 && !at.TakeAssignment()) parameter = "";
            at.SkipBlank();
            if (at.TakeValue() is not { } value) return null;
            if (parameter.Length > 0) arguments.Add(new(new PyValue.Text(parameter), new PyValue.Text(Unquoted(value, at.AllowsBackquotes))));
            if (!at.Take(',') && !at.Is(')')) return null;
            at.SkipBlank();
        }

        return new BfclCall(name, PyMapping.From(arguments));
    }

    private static string Unquoted(string value, bool backquotes)
    {
        if (value.Length < 2 || value[0] != value[^1] || !(value[0] is '"' or '\'' || (value[0] == '`' && backquotes))) return value;
        // "a" + "b" starts and ends with a quote and is no literal.
        var scanner = new SourceScanner(value, backquotes);
        return scanner.SkipLiteral() && scanner.AtEnd ? value[1..^1] : value;
    }
}
