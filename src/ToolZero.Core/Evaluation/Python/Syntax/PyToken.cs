namespace ToolZero.Core.Evaluation.Python.Syntax;

internal enum PyTokenKind
{
    Name,

    /// <summary>A reserved word, an operator or a bracket: <see cref="PyToken.Spelling"/> says which.</summary>
    Mark,

    /// <summary>A number or a string.</summary>
    Constant,

    /// <summary>A line end outside brackets.</summary>
    Line,

    End,

    /// <summary>What no token of Python can be.</summary>
    Fault,
}

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Spelling">A name as Python normalises it, or the word, operator or bracket; what is wrong, for a fault.</param>
/// <param name="Node">The constant, or a formatted string.</param>
internal readonly record struct PyToken(PyTokenKind Kind, string Spelling, PyNode? Node = null);
