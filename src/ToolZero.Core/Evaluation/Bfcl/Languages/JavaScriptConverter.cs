using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ToolZero.Core.Calls;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Languages;

/// <summary>The value of JavaScript source text as a declared type; text that is no literal of the type stays the text it is.</summary>
internal static partial class JavaScriptConverter
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly Regex ArrayOfArrays = new(
        @"^(?:\[\s*\[.*?\]\s*(?:,\s*\[.*?\]\s*)*\]|\bnew\s+Array\(\s*\[.*?\]\s*(?:,\s*\[.*?\]\s*)*\))", Linear);

    private static readonly Regex Inner = new(@"\[(.*?)\]", Linear);
    private static readonly Regex Flat = new(@"^(?:\[(.*?)\]|\bnew\s+Array\((.*?)\))", Linear);

    public static PyValue Convert(string source, string type, string? items = null) => type switch
    {
        "String" => new PyValue.Text(IsQuoted(source) ? Unquoted(source) : source),
        "integer" => Integer().IsMatch(source) ? Whole(source, source) : new PyValue.Text(source),
        "float" => Float().IsMatch(source) && PyNumbers.TryParseReal(source, out var real) ? new PyValue.Real(real) : new PyValue.Text(source),
        "Bigint" => BigInteger().IsMatch(source) ? Whole(source, source[..^1]) : new PyValue.Text(source),
        "Boolean" => source is "true" or "false" ? new PyValue.Boolean(source == "true") : new PyValue.Text(source),
        "array" => Array(source, items),
        "dict" => JavaScriptDictionary.Convert(Trimmed(source)),
        _ => new PyValue.Text(source),
    };

    /// <summary>The value that source text shows by itself, where no type is declared.</summary>
    public static PyValue Guess(string source)
    {
        source = Trimmed(source);
        if (source is "true" or "false") return new PyValue.Boolean(source == "true");
        if (IsQuoted(source)) return new PyValue.Text(Unquoted(source));
        if (PyNumbers.TryParseInteger(source, out var whole)) return new PyValue.Integer(whole);
        return PyNumbers.TryParseReal(source, out var real) ? new PyValue.Real(real) : new PyValue.Text(source);
    }

    /// <summary><c>[…]</c> or <c>new Array(…)</c>, of items or of arrays of items.</summary>
    /// <param name="source">Source text.</param>
    /// <param name="items">Declared type of the items; null where none is.</param>
    public static PyValue Array(string source, string? items)
    {
        source = Trimmed(source);
        if (ArrayOfArrays.Match(source) is { Success: true } nested) return Arrays(nested.Value);
        if (Flat.Match(source) is not { Success: true } match) return new PyValue.Text(source);
        var body = Trimmed(match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value);
        if (body.Length == 0) return new PyValue.Sequence([]);
        var parts = body.Split(',').Select(Trimmed);
        return new PyValue.Sequence([.. parts.Select(part => items is null ? Guess(part) : Convert(part, items))]);
    }

    private static PyValue.Sequence Arrays(string source)
    {
        var rows = ImmutableArray.CreateBuilder<PyValue>();
        foreach (Match match in Inner.Matches(source))
        {
            // The first match starts at the outer bracket.
            var row = Trimmed(match.Groups[1].Value);
            if (rows.Count == 0 && row.StartsWith('[')) row = row[1..];
            rows.Add(new PyValue.Sequence([.. row.Split(',').Select(Guess)]));
        }

        return new PyValue.Sequence(rows.ToImmutable());
    }

    private static bool IsQuoted(string source) =>
        (source.StartsWith('"') && source.EndsWith('"')) || (source.StartsWith('\'') && source.EndsWith('\''));

    private static string Unquoted(string source) => source.Length < 2 ? "" : source[1..^1];

    private static PyValue Whole(string source, string digits) =>
        PyNumbers.TryParseInteger(digits, out var whole) ? new PyValue.Integer(whole) : new PyValue.Text(source);

    private static string Trimmed(string text) => PythonText.Trim(text).ToString();

    [GeneratedRegex(@"^-?\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^-?\d+(?:\.\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Float();

    [GeneratedRegex(@"^-?\d+n$", RegexOptions.CultureInvariant)]
    private static partial Regex BigInteger();
}
