namespace ToolZero.Core.Evaluation.Python;

/// <summary>What Python's <c>type()</c> tells apart: a bool is no integer, a tuple is no list.</summary>
public enum PyKind
{
    Text,
    Integer,
    Real,
    Boolean,
    None,
    List,
    Tuple,
    Mapping,

    /// <summary>A value that no answer holds: bytes or a complex number.</summary>
    Other,
}
