using System.Collections.Immutable;

namespace ToolZero.Core.Evaluation.Python.Syntax;

/// <summary>A Python expression.</summary>
internal abstract record PyNode
{
    /// <param name="Value">The constant.</param>
    /// <param name="IsUnicode">Written with the prefix u, which <c>ast.unparse</c> keeps.</param>
    internal sealed record Constant(PyValue Value, bool IsUnicode = false) : PyNode;

    internal sealed record Ellipsis : PyNode;

    /// <summary>A formatted string, as written.</summary>
    internal sealed record Formatted(string Source) : PyNode;

    internal sealed record Name(string Id) : PyNode;

    internal sealed record Member(PyNode Of, string Id) : PyNode;

    internal sealed record Subscript(PyNode Of, PyNode Index) : PyNode;

    internal sealed record Slice(PyNode? From, PyNode? To, PyNode? Step) : PyNode;

    internal sealed record Call(PyNode Function, ImmutableArray<PyNode> Positional, ImmutableArray<PyKeyword> Keywords) : PyNode;

    internal sealed record Starred(PyNode Value) : PyNode;

    internal sealed record Unary(string Operator, PyNode Operand) : PyNode;

    internal sealed record Binary(PyNode Left, string Operator, PyNode Right) : PyNode;

    /// <summary>One <c>and</c> or <c>or</c> over two or more values.</summary>
    internal sealed record Logic(string Operator, ImmutableArray<PyNode> Values) : PyNode;

    internal sealed record Comparison(PyNode Left, ImmutableArray<(string Operator, PyNode Right)> Links) : PyNode;

    internal sealed record Conditional(PyNode Test, PyNode Body, PyNode OrElse) : PyNode;

    internal sealed record Lambda(ImmutableArray<PyParameter> Parameters, PyNode Body) : PyNode;

    internal sealed record Items(PyBracket Bracket, ImmutableArray<PyNode> Values) : PyNode;

    /// <summary>Entries in order; a null key unpacks its value.</summary>
    internal sealed record Mapping(ImmutableArray<(PyNode? Key, PyNode Value)> Entries) : PyNode;

    /// <param name="Bracket">Which kind; a mapping has <paramref name="Value"/>.</param>
    /// <param name="Element">The element, or the key.</param>
    /// <param name="Value">The value of a mapping, else null.</param>
    /// <param name="Clauses">At least one.</param>
    internal sealed record Comprehension(PyBracket Bracket, PyNode Element, PyNode? Value, ImmutableArray<PyClause> Clauses) : PyNode;

    internal sealed record Named(string Id, PyNode Value) : PyNode;

    /// <summary><c>await</c>, <c>yield</c> or <c>yield from</c>.</summary>
    internal sealed record Suspension(string Word, PyNode? Value) : PyNode;
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
