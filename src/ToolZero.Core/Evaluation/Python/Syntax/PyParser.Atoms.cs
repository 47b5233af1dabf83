using System.Collections.Immutable;

namespace ToolZero.Core.Evaluation.Python.Syntax;

/// <summary>Names, constants, brackets, and the members, subscripts and calls behind them.</summary>
internal sealed partial class PyParser
{
    private PyNode? ParsePrimary()
    {
        var node = ParseAtom();
        for (; node is not null && _now.Kind == PyTokenKind.Mark; node = Bounded(node))
        {
            if (Take("."))
            {
                if (_now.Kind != PyTokenKind.Name) return Fail("a name is expected after '.'");
                node = new PyNode.Member(node, _now.Spelling);
                Advance();
            }
            else if (Is("("))
            {
                node = ParseCall(node);
            }
            else if (Take("["))
            {
                var index = ParseItems("]", ParseSlice);
                if (index is PyNode.Starred) index = new PyNode.Items(PyBracket.Tuple, [index]);
                node = index is not null && Expect("]") ? new PyNode.Subscript(node, index) : null;
            }
            else
            {
                break;
            }
        }

        return node;
    }

    private PyNode? ParseAtom()
    {
        if (_now.Kind == PyTokenKind.Constant) return ParseConstant();
        if (_now.Kind == PyTokenKind.Name)
        {
            var name = new PyNode.Name(_now.Spelling);
            Advance();
            return name;
        }

        if (Take("True")) return new PyNode.Constant(new PyValue.Boolean(true));
        if (Take("False")) return new PyNode.Constant(new PyValue.Boolean(false));
        if (Take("None")) return new PyNode.Constant(PyValue.None);
        if (Take("...")) return new PyNode.Ellipsis();
        if (Take("[")) return Deeper(ParseList);
        if (Take("(")) return Deeper(ParseParentheses);
        return Take("{") ? Deeper(ParseBraces) : Fail("an expression is expected");
    }

    /// <summary>A number, or adjacent strings joined; one formatted string makes the whole one.</summary>
    private PyNode? ParseConstant()
    {
        var first = _now.Node!;
        Advance();
        if (_now.Kind != PyTokenKind.Constant) return first;
        var parts = new List<PyNode> { first };
        for (; _now.Kind == PyTokenKind.Constant; Advance()) parts.Add(_now.Node!);
        if (parts.All(p => p is PyNode.Formatted or PyNode.Constant { Value: PyValue.Text }))
        {
            if (parts.Any(p => p is PyNode.Formatted)) return new PyNode.Formatted(string.Join(' ', parts.Select(PyUnparser.Write)));
            var text = string.Concat(parts.Select(p => ((PyValue.Text)((PyNode.Constant)p).Value).Value));
            return new PyNode.Constant(new PyValue.Text(text), ((PyNode.Constant)first).IsUnicode);
        }

        return parts.All(p => p is PyNode.Constant { Value: PyValue.Other { IsNumber: false } })
            ? new PyNode.Constant(new PyValue.Other(string.Concat(parts.Select(p => ((PyValue.Other)((PyNode.Constant)p).Value).Source))))
            : Fail("a constant follows a constant");
    }

    private PyNode? ParseList()
    {
        if (Take("]")) return new PyNode.Items(PyBracket.List, []);
        if (ParseStarOrNamed() is not { } first) return null;
        if (IsClause) return ParseComprehension(PyBracket.List, first, null, "]");
        if (ParseRest(first, "]", ParseStarOrNamed) is not { } items) return null;
        return Expect("]") ? new PyNode.Items(PyBracket.List, items) : null;
    }

    private PyNode? ParseParentheses()
    {
        if (Take(")")) return new PyNode.Items(PyBracket.Tuple, []);
        if (Is("yield")) return ParseYield() is { } yielded && Expect(")") ? yielded : null;
        if (ParseStarOrNamed() is not { } first) return null;
        if (IsClause) return ParseComprehension(PyBracket.Generator, first, null, ")");
        if (!Is(",")) return first is PyNode.Starred ? Fail("a starred value alone in parentheses") : Expect(")") ? first : null;
        if (ParseRest(first, ")", ParseStarOrNamed) is not { } items) return null;
        return Expect(")") ? new PyNode.Items(PyBracket.Tuple, items) : null;
    }

    private PyNode? ParseBraces()
    {
        if (Take("}")) return new PyNode.Mapping([]);
        if (!Is("**"))
        {
            var isKey = !Is("*") && !IsAssignment;
            if (ParseStarOrNamed() is not { } first) return null;
            if (!isKey || !Is(":"))
            {
                if (IsClause) return ParseComprehension(PyBracket.Set, first, null, "}");
                return ParseRest(first, "}", ParseStarOrNamed) is { } items && Expect("}") ? new PyNode.Items(PyBracket.Set, items) : null;
            }

            return ParseEntries(first);
        }

        return ParseEntries(null);
    }

    /// <summary>The entries of a mapping whose first key, if any, is read.</summary>
    private PyNode? ParseEntries(PyNode? key)
    {
        var entries = ImmutableArray.CreateBuilder<(PyNode?, PyNode)>();
        while (true)
        {
            if (key is null && Take("**"))
            {
                if (ParseBinary(1) is not { } unpacked) return null;
                entries.Add((null, unpacked));
            }
            else
            {
                key ??= ParseExpression();
                if (key is null || !Expect(":") || ParseExpression() is not { } value) return null;
                if (entries.Count == 0 && IsClause) return ParseComprehension(PyBracket.Set, key, value, "}");
                entries.Add((key, value));
            }

            key = null;
            if (!Take(",") || Is("}")) return Expect("}") ? new PyNode.Mapping(entries.ToImmutable()) : null;
        }
    }

    private PyNode.Suspension? ParseYield()
    {
        Advance();
        if (Take("from")) return ParseExpression() is { } source ? new PyNode.Suspension("yield from", source) : null;
        if (Is(")")) return new PyNode.Suspension("yield", null);
        return ParseItems(")", ParseStarOrExpression) is { } value ? new PyNode.Suspension("yield", value) : null;
    }

    private PyNode? ParseSlice()
    {
        if (Is("*")) return ParseStarOrNamed();
        var isAssignment = IsAssignment;
        PyNode? from = null, to = null, step = null;
        if (!Is(":") && (from = ParseNamed()) is null) return null;
        if (!Is(":")) return from;
        if (isAssignment) return Fail("':=' in a slice");
        Advance();
        if (!Is(":") && !Is(",") && !Is("]") && (to = ParseExpression()) is null) return null;
        if (Take(":") && !Is(",") && !Is("]") && (step = ParseExpression()) is null) return null;
        return new PyNode.Slice(from, to, step);
    }

    private PyNode? ParseStarOrNamed() => Is("*") ? ParseStarred() : ParseNamed();

    private PyNode? ParseStarOrExpression() => Is("*") ? ParseStarred() : ParseExpression();

    private PyNode.Starred? ParseStarred()
    {
        Advance();
        return ParseBinary(1) is { } value ? new PyNode.Starred(value) : null;
    }

    private ImmutableArray<PyNode>? ParseRest(PyNode first, string close, Func<PyNode?> item)
    {
        var items = ImmutableArray.CreateBuilder<PyNode>();
        items.Add(first);
        while (Take(",") && !Is(close))
        {
            if (item() is not { } next) return null;
            items.Add(next);
        }

        return items.ToImmutable();
    }
}
