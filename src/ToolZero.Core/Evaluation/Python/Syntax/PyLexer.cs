using System.Collections.Frozen;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Evaluation.Python.Syntax;

/// <summary>Cuts text into tokens on demand; line ends inside brackets are blank. Brackets nest as deep as CPython's tokenizer allows.</summary>
internal sealed class PyLexer(string text)
{
    /// <summary>CPython's own bound.</summary>
    public const int MaxBrackets = 200;

    private static readonly FrozenSet<string> Reserved = new[]
    {
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
        "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try",
        "while", "with", "yield",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Longest first, so that the first that fits is the right one.</summary>
    private static readonly string[] Operators =
    [
        "**=", "//=", ">>=", "<<=", "...",
        "**", "//", ">>", "<<", "<=", ">=", "==", "!=", "->", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=",
        "(", ")", "[", "]", "{", "}", ",", ":", ".", "=", "+", "-", "*", "/", "%", "@", "&", "|", "^", "~", "<", ">", ";",
    ];

    private readonly PythonScanner _scan = new(text);
    private int _brackets;

    public PyToken Next()
    {
        if (!SkipBlank()) return Fault("a backslash ends the text");
        if (_scan.AtEnd) return new PyToken(PyTokenKind.End, "");
        if (_scan.Current == '\n')
        {
            _scan.Position++;
            return new PyToken(PyTokenKind.Line, "");
        }

        if (PythonStringReader.StartsAt(_scan)) return Of(PyLiterals.ReadText(_scan));
        if (PythonNumberReader.StartsAt(_scan)) return Of(PyLiterals.ReadNumber(_scan));
        if (_scan.TakeIdentifier() is { } word) return new PyToken(Reserved.Contains(word) ? PyTokenKind.Mark : PyTokenKind.Name, word);
        foreach (var mark in Operators)
        {
            if (string.CompareOrdinal(_scan.Text, _scan.Position, mark, 0, mark.Length) == 0) return Mark(mark);
        }

        return Fault("a character that starts nothing");
    }

    private PyToken Of(PyNode? constant) => constant is null ? Fault(_scan.Error!) : new PyToken(PyTokenKind.Constant, "", constant);

    private static PyToken Fault(string why) => new(PyTokenKind.Fault, why);

    private PyToken Mark(string mark)
    {
        if (mark is "(" or "[" or "{" && ++_brackets > MaxBrackets) return Fault($"brackets nest deeper than {MaxBrackets}");
        if (mark is ")" or "]" or "}") _brackets = Math.Max(0, _brackets - 1);
        _scan.Position += mark.Length;
        return new PyToken(PyTokenKind.Mark, mark);
    }

    private bool SkipBlank()
    {
        while (!_scan.AtEnd)
        {
            var c = _scan.Current;
            if (c is ' ' or '\t' or '\f' || (c == '\n' && _brackets > 0)) _scan.Position++;
            else if (c == '\\' && _scan.Peek(1) == '\n') _scan.Position += 2;
            else if (c == '\\') return false;
            else if (c == '#') _scan.Position += Comment();
            else break;
        }

        return true;
    }

    private int Comment()
    {
        var rest = _scan.Text.AsSpan(_scan.Position);
        return rest.IndexOf('\n') is var end and >= 0 ? end : rest.Length;
    }
}
