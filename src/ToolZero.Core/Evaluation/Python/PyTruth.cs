namespace ToolZero.Core.Evaluation.Python;

/// <summary>What Python's <c>bool()</c> says of a value.</summary>
internal static class PyTruth
{
    /// <summary>Null for bytes and complex numbers, of which only the source is known.</summary>
    public static bool? Of(PyValue value) => value switch
    {
        PyValue.Boolean b => b.Value,
        PyValue.Integer i => !i.Value.IsZero,
        PyValue.Real r => r.Value != 0,
        PyValue.Text t => t.Value.Length > 0,
        PyValue.Sequence s => !s.Items.IsEmpty,
        PyMapping m => m.Count > 0,
        PyValue.Other => null,
        _ => false,
    };
}
