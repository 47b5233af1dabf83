using System.Collections.Immutable;

namespace ToolZero.Core.Evaluation.Python.Syntax;

/// <summary>A Python expression.</summary>
/// <param name="Depth">
/// Longest way down to a leaf, in nodes: what everything that walks the tree recurses by. A chain of operators or members is as deep as it is long.
/// </param>
internal abstract record PyNode(int Depth = 0)
{
    /// <param name="Value">The constant.</param>
    /// <param name="IsUnicode">Written with the prefix u, which <c>ast.unparse</c> keeps.</param>
    internal sealed record Constant(PyValue Value, bool IsUnicode = false) : PyNode;

    internal sealed record Ellipsis : PyNode;

    /// <summary>A formatted string, as written.</summary>
    internal sealed record Formatted(string Source) : PyNode;

    internal sealed record Name(string Id) : PyNode;

    internal sealed record Member(PyNode Of, string Id) : PyNode(Above(Of));

    internal sealed record Subscript(PyNode Of, PyNode Index) : PyNode(Above(Of, Index));

    internal sealed record Slice(PyNode? From, PyNode? To, PyNode? Step) : PyNode(Above(From, To, Step));

    internal sealed record Call(PyNode Function, ImmutableArray<PyNode> Positional, ImmutableArray<PyKeyword> Keywords)
        : PyNode(Math.Max(Above(Function), Math.Max(Above(Positional.AsSpan()), Above(Keywords, k => k.Value))));

    internal sealed record Starred(PyNode Value) : PyNode(Above(Value));

    internal sealed record Unary(string Operator, PyNode Operand) : PyNode(Above(Operand));

    internal sealed record Binary(PyNode Left, string Operator, PyNode Right) : PyNode(Above(Left, Right));

    /// <summary>One <c>and</c> or <c>or</c> over two or more values.</summary>
    internal sealed record Logic(string Operator, ImmutableArray<PyNode> Values) : PyNode(Above(Values.AsSpan()));

    internal sealed record Comparison(PyNode Left, ImmutableArray<(string Operator, PyNode Right)> Links)
        : PyNode(Math.Max(Above(Left), Above(Links, l => l.Right)));

    internal sealed record Conditional(PyNode Test, PyNode Body, PyNode OrElse) : PyNode(Above(Test, Body, OrElse));

    internal sealed record Lambda(ImmutableArray<PyParameter> Parameters, PyNode Body)
        : PyNode(Math.Max(Above(Body), Above(Parameters, p => p.Default)));

    internal sealed record Items(PyBracket Bracket, ImmutableArray<PyNode> Values) : PyNode(Above(Values.AsSpan()));

    /// <summary>Entries in order; a null key unpacks its value.</summary>
    internal sealed record Mapping(ImmutableArray<(PyNode? Key, PyNode Value)> Entries)
        : PyNode(Math.Max(Above(Entries, e => e.Key), Above(Entries, e => e.Value)));

    /// <param name="Bracket">Which kind; a mapping has <paramref name="Value"/>.</param>
    /// <param name="Element">The element, or the key.</param>
    /// <param name="Value">The value of a mapping, else null.</param>
    /// <param name="Clauses">At least one.</param>
    internal sealed record Comprehension(PyBracket Bracket, PyNode Element, PyNode? Value, ImmutableArray<PyClause> Clauses)
        : PyNode(Math.Max(Above(Element, Value), Clauses.Max(c => Math.Max(Above(c.Target, c.Source), Above(c.Conditions.AsSpan())))));

    internal sealed record Named(string Id, PyNode Value) : PyNode(Above(Value));

    /// <summary><c>await</c>, <c>yield</c> or <c>yield from</c>.</summary>
    internal sealed record Suspension(string Word, PyNode? Value) : PyNode(Above(Value));

    /// <summary>The depth of a node over these.</summary>
    private static int Above(params ReadOnlySpan<PyNode?> nodes)
    {
        var deepest = 0;
        foreach (var node in nodes) deepest = Math.Max(deepest, node?.Depth ?? 0);
        return deepest + 1;
    }

    private static int Above<T>(ImmutableArray<T> parts, Func<T, PyNode?> node)
    {
        var deepest = 0;
        foreach (var part in parts) deepest = Math.Max(deepest, node(part)?.Depth ?? 0);
        return deepest + 1;
    }
}

/// <summary>What stands around items.</summary>
internal enum PyBracket
{
    List,
    Tuple,
    Set,

    /// <summary>A generator expression.</summary>
    Generator,
}

/// <summary>A keyword argument; a null name unpacks a mapping.</summary>
internal readonly record struct PyKeyword(string? Name, PyNode Value);

/// <summary>A parameter of a lambda, as written: <c>x</c>, <c>x=1</c>, <c>*x</c>, <c>**x</c>, <c>*</c>, <c>/</c>.</summary>
internal readonly record struct PyParameter(string Spelling, PyNode? Default);

/// <summary>One <c>for … in … if …</c> of a comprehension.</summary>
internal readonly record struct PyClause(bool IsAsync, PyNode Target, PyNode Source, ImmutableArray<PyNode> Conditions);
