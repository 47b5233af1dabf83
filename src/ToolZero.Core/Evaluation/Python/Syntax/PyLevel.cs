namespace ToolZero.Core.Evaluation.Python.Syntax;

/// <summary>How tightly an expression binds, in the order of CPython's unparser.</summary>
internal enum PyLevel
{
    Named,
    Tuple,
    Yield,
    Test,
    Or,
    And,
    Not,
    Comparison,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}
