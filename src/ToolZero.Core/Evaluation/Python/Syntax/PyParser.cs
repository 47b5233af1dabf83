using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace ToolZero.Core.Evaluation.Python.Syntax;

/// <summary>
/// Parses one Python expression as CPython's grammar (3.11) has it. Nothing is evaluated; length, nesting and chains
/// are bounded, time is linear.
/// </summary>
internal sealed partial class PyParser
{
    /// <summary>Longest text, in UTF-16 units.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>
    /// Deepest nesting of expressions, and deepest tree. CPython's own unparser, which the leaderboard runs, gives up near 330 nodes, and its
    /// brackets end at 200.
    /// </summary>
    private const int MaxDepth = 400;

    private readonly PyLexer _lexer;
    private PyToken _now;
    private PyToken _ahead;
    private int _depth;
    private string? _error;

    private PyParser(string text)
    {
        _lexer = new PyLexer(text);
        _now = _lexer.Next();
        _ahead = _lexer.Next();
    }

    /// <summary>The expression, or null and one clause that says why it is none.</summary>
    public static PyNode? Parse(string text, out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        error = text.Length > MaxLength ? $"longer than {MaxLength} characters" : Fault(text);
        if (error is not null) return null;
        var parser = new PyParser(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
        var node = parser.ParseItems("", () => parser.ParseExpression());
        while (parser._now.Kind == PyTokenKind.Line) parser.Advance();
        if (node is not null && parser._now.Kind != PyTokenKind.End) node = parser.Fail("text after the expression");
        error = node is null ? parser._error : null;
        return node;
    }

    /// <summary>What CPython refuses to read as source at all; null when it reads the text.</summary>
    private static string? Fault(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? "a NUL character" : HalfPairs.IndexIn(text) >= 0 ? "half of a surrogate pair" : null;

    private void Advance()
    {
        _now = _ahead;
        if (_ahead.Kind is not (PyTokenKind.End or PyTokenKind.Fault)) _ahead = _lexer.Next();
    }

    private PyNode? Fail(string error)
    {
        _error ??= _now.Kind == PyTokenKind.Fault ? _now.Spelling : error;
        return null;
    }

    private bool Is(string mark) => _now.Kind == PyTokenKind.Mark && _now.Spelling == mark;

    private bool IsAhead(string mark) => _ahead.Kind == PyTokenKind.Mark && _ahead.Spelling == mark;

    private bool Take(string mark)
    {
        if (!Is(mark)) return false;
        Advance();
        return true;
    }

    private bool Expect(string mark) => Take(mark) || Fail($"'{mark}' is expected") is not null;

    /// <summary>Runs a rule one level deeper; null beyond the bound, or where the stack ends: a formatted string is parsed inside its expression.</summary>
    private PyNode? Deeper(Func<PyNode?> rule)
    {
        if (_depth >= MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) return TooDeep();
        _depth++;
        var node = rule();
        _depth--;
        return Bounded(node);
    }

    /// <summary>The node itself, unless its tree is deeper than whoever walks it can go: chains grow to the left, where no rule nests.</summary>
    private PyNode? Bounded(PyNode? node) => node is null || node.Depth <= MaxDepth ? node : TooDeep();

    private PyNode? TooDeep() => Fail($"expressions nest deeper than {MaxDepth}");

    /// <summary>Comma-separated items up to a closing mark that is not taken: one without a comma is itself, otherwise a tuple.</summary>
    private PyNode? ParseItems(string close, Func<PyNode?> item)
    {
        if (item() is not { } first) return null;
        if (!Is(",")) return first;
        var items = ImmutableArray.CreateBuilder<PyNode>();
        items.Add(first);
        while (Take(",") && !Is(close) && _now.Kind is not (PyTokenKind.End or PyTokenKind.Line))
        {
            if (item() is not { } next) return null;
            items.Add(next);
        }

        return new PyNode.Items(PyBracket.Tuple, items.ToImmutable());
    }
}
