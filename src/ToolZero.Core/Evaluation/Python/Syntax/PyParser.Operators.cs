using System.Collections.Immutable;

namespace ToolZero.Core.Evaluation.Python.Syntax;

/// <summary>Everything that operators and reserved words build, loosest first.</summary>
internal sealed partial class PyParser
{
    /// <summary>0 for what joins no two values.</summary>
    private static int Tightness(string sign) => sign switch
    {
        "|" => 1,
        "^" => 2,
        "&" => 3,
        "<<" or ">>" => 4,
        "+" or "-" => 5,
        "*" or "/" or "//" or "%" or "@" => 6,
        _ => 0,
    };

    private PyNode? ParseExpression() => Deeper(() =>
    {
        if (Is("lambda")) return ParseLambda();
        if (ParseLogic("or") is not { } body) return null;
        if (!Take("if")) return body;
        if (ParseLogic("or") is not { } test || !Expect("else") || ParseExpression() is not { } orElse) return null;
        return new PyNode.Conditional(test, body, orElse);
    });

    private bool IsAssignment => _now.Kind == PyTokenKind.Name && IsAhead(":=");

    /// <summary>An expression, or <c>name := expression</c>.</summary>
    private PyNode? ParseNamed()
    {
        if (!IsAssignment) return ParseExpression();
        var name = _now.Spelling;
        Advance();
        Advance();
        return ParseExpression() is { } value ? new PyNode.Named(name, value) : null;
    }

    private PyNode? ParseLogic(string word)
    {
        if (ParseLogicOperand(word) is not { } first) return null;
        if (!Is(word)) return first;
        var values = ImmutableArray.CreateBuilder<PyNode>();
        values.Add(first);
        while (Take(word))
        {
            if (ParseLogicOperand(word) is not { } next) return null;
            values.Add(next);
        }

        return new PyNode.Logic(word, values.ToImmutable());
    }

    private PyNode? ParseLogicOperand(string word) => word == "or" ? ParseLogic("and") : ParseNot();

    private PyNode? ParseNot()
    {
        if (!Take("not")) return ParseComparison();
        return Deeper(ParseNot) is { } operand ? new PyNode.Unary("not", operand) : null;
    }

    private PyNode? ParseComparison()
    {
        if (ParseBinary(1) is not { } left) return null;
        var links = ImmutableArray.CreateBuilder<(string, PyNode)>();
        while (TakeComparison() is { } comparison)
        {
            if (ParseBinary(1) is not { } right) return null;
            links.Add((comparison, right));
        }

        return links.Count == 0 ? left : new PyNode.Comparison(left, links.ToImmutable());
    }

    private string? TakeComparison()
    {
        if (_now.Kind != PyTokenKind.Mark) return null;
        var mark = _now.Spelling;
        switch (mark)
        {
            case "<" or ">" or "<=" or ">=" or "==" or "!=" or "in":
                Advance();
                return mark;
            case "not" when IsAhead("in"):
                Advance();
                Advance();
                return "not in";
            case "is":
                Advance();
                return Take("not") ? "is not" : "is";
            default:
                return null;
        }
    }

    private PyNode? ParseBinary(int least)
    {
        if (ParseUnary() is not { } left) return null;
        while (_now.Kind == PyTokenKind.Mark && Tightness(_now.Spelling) is var tightness && tightness >= least)
        {
            var sign = _now.Spelling;
            Advance();
            if (ParseBinary(tightness + 1) is not { } right) return null;
            if (Bounded(new PyNode.Binary(left, sign, right)) is not { } chain) return null;
            left = chain;
        }

        return left;
    }

    private PyNode? ParseUnary()
    {
        if (_now.Kind != PyTokenKind.Mark || _now.Spelling is not ("+" or "-" or "~")) return ParsePower();
        var sign = _now.Spelling;
        Advance();
        return Deeper(ParseUnary) is { } operand ? new PyNode.Unary(sign, operand) : null;
    }

    private PyNode? ParsePower()
    {
        PyNode? left;
        if (Take("await")) left = ParsePrimary() is { } awaited ? new PyNode.Suspension("await", awaited) : null;
        else left = ParsePrimary();
        if (left is null || !Take("**")) return left;
        return Deeper(ParseUnary) is { } right ? new PyNode.Binary(left, "**", right) : null;
    }

    private PyNode? ParseLambda()
    {
        Advance();
        var parameters = ImmutableArray.CreateBuilder<PyParameter>();
        var (optional, star, last) = (false, false, false);
        while (!Is(":"))
        {
            if (last) return Fail("a parameter after **");
            var stars = Take("**") ? "**" : Take("*") ? "*" : "";
            if (stars.Length == 0 && Take("/"))
            {
                if (parameters.Count == 0 || star || parameters.Any(p => p.Spelling == "/")) return Fail("'/' is misplaced");
                parameters.Add(new PyParameter("/", null));
            }
            else if (_now.Kind == PyTokenKind.Name)
            {
                var name = _now.Spelling;
                Advance();
                PyNode? value = null;
                if (stars.Length == 0 && Take("=") && (value = ParseExpression()) is null) return null;
                if (stars.Length == 0 && !star && optional && value is null) return Fail("a parameter without default follows one with default");
                if (stars == "*" && star) return Fail("a second *");
                optional |= value is not null;
                star |= stars == "*";
                last = stars == "**";
                parameters.Add(new PyParameter(stars + name, value));
            }
            else
            {
                if (stars != "*" || star || !Is(",") || IsAhead(":") || IsAhead("**")) return Fail("a parameter is expected");
                star = true;
                parameters.Add(new PyParameter("*", null));
            }

            if (!Take(",") && !Is(":")) return Fail("',' or ':' is expected");
        }

        Advance();
        return ParseExpression() is { } body ? new PyNode.Lambda(parameters.ToImmutable(), body) : null;
    }
}
