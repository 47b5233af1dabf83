using System.Collections.Immutable;

namespace ToolZero.Core.Evaluation.Python.Syntax;

/// <summary>The arguments of calls, and the clauses of comprehensions.</summary>
internal sealed partial class PyParser
{
    private bool IsClause => Is("for") || (Is("async") && IsAhead("for"));

    private PyNode? ParseCall(PyNode function)
    {
        Advance();
        var positional = ImmutableArray.CreateBuilder<PyNode>();
        var keywords = ImmutableArray.CreateBuilder<PyKeyword>();
        var unpacked = false;
        while (!Is(")"))
        {
            if (Take("**"))
            {
                if (ParseExpression() is not { } mapping) return null;
                keywords.Add(new PyKeyword(null, mapping));
                unpacked = true;
            }
            else if (_now.Kind == PyTokenKind.Name && IsAhead("="))
            {
                var name = _now.Spelling;
                Advance();
                Advance();
                if (ParseExpression() is not { } value) return null;
                keywords.Add(new PyKeyword(name, value));
            }
            else if (Take("*"))
            {
                if (unpacked) return Fail("* after **");
                if (ParseExpression() is not { } items) return null;
                positional.Add(new PyNode.Starred(items));
            }
            else
            {
                if (keywords.Count > 0) return Fail("a positional argument follows a keyword argument");
                if (ParseNamed() is not { } value) return null;
                if (IsClause)
                {
                    if (positional.Count > 0) return Fail("a generator beside other arguments needs parentheses");
                    return ParseComprehension(PyBracket.Generator, value, null, ")") is { } generator ? new PyNode.Call(function, [generator], []) : null;
                }

                positional.Add(value);
            }

            if (!Take(",") && !Is(")")) return Fail("',' or ')' is expected");
        }

        Advance();
        return new PyNode.Call(function, positional.ToImmutable(), keywords.ToImmutable());
    }

    private PyNode? ParseComprehension(PyBracket bracket, PyNode element, PyNode? value, string close)
    {
        if (element is PyNode.Starred) return Fail("a starred value in a comprehension");
        var clauses = ImmutableArray.CreateBuilder<PyClause>();
        while (IsClause)
        {
            var isAsync = Take("async");
            Advance();
            if (ParseItems("in", () => Is("*") ? ParseStarred() : ParseBinary(1)) is not { } target) return null;
            if (!IsTarget(target) || target is PyNode.Starred) return Fail("a name is expected after 'for'");
            if (!Expect("in") || ParseLogic("or") is not { } source) return null;
            var conditions = ImmutableArray.CreateBuilder<PyNode>();
            while (Take("if"))
            {
                if (ParseLogic("or") is not { } condition) return null;
                conditions.Add(condition);
            }

            clauses.Add(new PyClause(isAsync, target, source, conditions.ToImmutable()));
        }

        return Expect(close) ? new PyNode.Comprehension(bracket, element, value, clauses.ToImmutable()) : null;
    }

    private static bool IsTarget(PyNode node) => node switch
    {
        PyNode.Name or PyNode.Member or PyNode.Subscript => true,
        PyNode.Starred starred => starred.Value is not PyNode.Starred && IsTarget(starred.Value),
        PyNode.Items items => items.Bracket != PyBracket.Set && items.Values.All(IsTarget),
        _ => false,
    };
}
