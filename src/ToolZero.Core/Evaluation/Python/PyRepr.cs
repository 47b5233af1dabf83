using System.Globalization;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>Values as Python source writes them.</summary>
public static class PyRepr
{
    /// <summary>As <c>repr</c>, except that infinity is 1e309, which reads back.</summary>
    public static string Of(PyValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value switch
        {
            PyValue.Text t => PythonCallFormatter.FormatValue(new CallValue.Text(t.Value)),
            PyValue.Integer i => i.Value.ToString(CultureInfo.InvariantCulture),
            PyValue.Real r => OfReal(r.Value),
            PyValue.Boolean b => b.Value ? "True" : "False",
            PyValue.Sequence { Kind: PyKind.Tuple } s => $"({string.Join(", ", s.Items.Select(Of))}{(s.Items.Length == 1 ? "," : "")})",
            PyValue.Sequence s => $"[{string.Join(", ", s.Items.Select(Of))}]",
            PyMapping m => $"{{{string.Join(", ", m.Entries.Select(e => $"{Of(e.Key)}: {Of(e.Value)}"))}}}",
            PyValue.Other o => o.Source,
            _ => "None",
        };
    }

    private static string OfReal(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "1e309" : "-1e309";
        return PythonCallFormatter.FormatReal(value);
    }
}
