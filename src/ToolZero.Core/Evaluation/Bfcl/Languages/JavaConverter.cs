using System.Text.RegularExpressions;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Languages;

/// <summary>The value of Java source text as a declared type; text that is no literal of the type stays the text it is.</summary>
internal static partial class JavaConverter
{
    public static PyValue Convert(string source, string type, string? items = null) => type switch
    {
        "byte" or "short" or "integer" => Integer().IsMatch(source) ? Whole(source, source) : new PyValue.Text(source),
        "long" => Long().IsMatch(source) ? Whole(source, Digits(source)) : new PyValue.Text(source),
        "float" => Float().IsMatch(source) ? Real(source, Digits(source)) : new PyValue.Text(source),
        "double" => Double().IsMatch(source) ? Real(source, source) : new PyValue.Text(source),
        "boolean" => source is "true" or "false" ? new PyValue.Boolean(source == "true") : new PyValue.Text(source),
        "Array" => (PyValue?)JavaCollections.Array(source, items!) ?? new PyValue.Text(source),
        "ArrayList" => (PyValue?)JavaCollections.ArrayList(source, items!) ?? new PyValue.Text(source),
        "HashMap" => (PyValue?)JavaCollections.HashMap(source) ?? new PyValue.Text(source),

        // char keeps its quotes, and the rest is not converted.
        _ => new PyValue.Text(source),
    };

    /// <summary>The value that source text shows by itself, where no type is declared.</summary>
    public static PyValue Guess(string source)
    {
        if (source is "true" or "false") return new PyValue.Boolean(source == "true");
        if (source is ['"', .., '"']) return new PyValue.Text(source[1..^1]);
        if (source is "\"") return PyValue.Text.Empty;
        if (Long().IsMatch(source)) return Whole(source, Digits(source));
        if (Float().IsMatch(source)) return Real(source, Digits(source));
        if (PyNumbers.TryParseInteger(source, out var whole)) return new PyValue.Integer(whole);
        return PyNumbers.TryParseReal(source, out var real) ? new PyValue.Real(real) : new PyValue.Text(source);
    }

    /// <summary>The number without the letter of its type.</summary>
    private static string Digits(string source) => source.AsSpan().TrimEnd('\n').TrimEnd("lLfF").ToString();

    private static PyValue Whole(string source, string digits) =>
        PyNumbers.TryParseInteger(digits, out var whole) ? new PyValue.Integer(whole) : new PyValue.Text(source);

    private static PyValue Real(string source, string digits) =>
        PyNumbers.TryParseReal(digits, out var real) ? new PyValue.Real(real) : new PyValue.Text(source);

    [GeneratedRegex(@"^-?\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^-?\d+[lL]$", RegexOptions.CultureInvariant)]
    private static partial Regex Long();

    [GeneratedRegex(@"^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[fF]$", RegexOptions.CultureInvariant)]
    private static partial Regex Float();

    [GeneratedRegex(@"^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Double();
}
