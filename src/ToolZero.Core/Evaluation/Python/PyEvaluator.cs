using ToolZero.Core.Evaluation.Python.Syntax;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>
/// The value of an expression over literals as Python's <c>eval</c> gives it. Null where Python would raise, where a name or a call would have
/// to be run, or where results would be unreasonably large. One instance serves one text and bounds all results in it together: each may be
/// kept, compared and written.
/// </summary>
internal sealed class PyEvaluator
{
    /// <summary>Largest result with everything in it, <see cref="PySize"/>.</summary>
    private const long MaxSize = 2 * PySequences.MaxItems;

    /// <summary>Largest sum of the results of one text.</summary>
    private const long MaxTotal = 1024 * 1024;

    private long _total;

    public PyValue? Evaluate(PyNode node) => node switch
    {
        PyNode.Constant c => c.Value,
        PyNode.Unary u => Evaluate(u.Operand) is { } operand ? PyArithmetic.Apply(u.Operator, operand) : null,
        PyNode.Binary b => Evaluate(b.Left) is { } left && Evaluate(b.Right) is { } right ? Counted(PyArithmetic.Apply(left, b.Operator, right)) : null,
        PyNode.Logic l => EvaluateLogic(l),
        PyNode.Conditional c => Truth(c.Test) is { } holds ? Evaluate(holds ? c.Body : c.OrElse) : null,
        PyNode.Subscript s => Evaluate(s.Of) is { } of && Evaluate(s.Index) is { } index ? PySequences.At(of, index) : null,
        PyNode.Items { Bracket: PyBracket.List or PyBracket.Tuple } items => EvaluateItems(items),
        PyNode.Mapping mapping => EvaluateMapping(mapping),
        _ => null,
    };

    private bool? Truth(PyNode node) => Evaluate(node) is { } value ? PyTruth.Of(value) : null;

    /// <summary>The first value that decides, itself and not its truth; what stands behind it is not evaluated.</summary>
    private PyValue? EvaluateLogic(PyNode.Logic node)
    {
        PyValue? value = null;
        foreach (var operand in node.Values)
        {
            value = Evaluate(operand);
            if (value is null || PyTruth.Of(value) is not { } truth) return null;
            if (truth == (node.Operator == "or")) break;
        }

        return value;
    }

    private PyValue.Sequence? EvaluateItems(PyNode.Items node)
    {
        var items = new PyValue[node.Values.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (Evaluate(node.Values[i]) is not { } item) return null;
            items[i] = item;
        }

        return new PyValue.Sequence([.. items], node.Bracket == PyBracket.Tuple);
    }

    private PyMapping? EvaluateMapping(PyNode.Mapping node)
    {
        var entries = new List<KeyValuePair<PyValue, PyValue>>(node.Entries.Length);
        foreach (var (keyNode, valueNode) in node.Entries)
        {
            if (keyNode is null || Evaluate(keyNode) is not { } key || !PyMapping.MayBeKey(key) || Evaluate(valueNode) is not { } value) return null;
            entries.Add(new(key, value));
        }

        return PyMapping.From(entries);
    }

    private PyValue? Counted(PyValue? result)
    {
        if (result is null) return null;
        var size = PySize.Of(result, MaxSize);
        _total += size;
        return size > MaxSize || _total > MaxTotal ? null : result;
    }
}
