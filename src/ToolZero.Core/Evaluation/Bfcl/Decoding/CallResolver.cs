using ToolZero.Core.Evaluation.Python;
using ToolZero.Core.Evaluation.Python.Syntax;

namespace ToolZero.Core.Evaluation.Bfcl.Decoding;

/// <summary>Turns the parsed calls of one text into values by the leaderboard's rules; null where its decoder raises.</summary>
internal sealed class CallResolver
{
    private readonly PyEvaluator _arithmetic = new();

    /// <summary>Positional arguments are dropped; of a keyword written twice the last counts.</summary>
    public BfclCall? Resolve(PyNode.Call call)
    {
        var arguments = new List<KeyValuePair<PyValue, PyValue>>(call.Keywords.Length);
        foreach (var keyword in call.Keywords)
        {
            if (Resolve(keyword.Value) is not { } value) return null;
            arguments.Add(new(keyword.Name is null ? PyValue.None : new PyValue.Text(keyword.Name), value));
        }

        return new BfclCall(NameOf(call.Function), PyMapping.From(arguments));
    }

    /// <summary>The dotted name; what is not a name or a member of one adds nothing.</summary>
    private static string NameOf(PyNode function)
    {
        var parts = new List<string>();
        while (function is PyNode.Member member)
        {
            parts.Add(member.Id);
            function = member.Of;
        }

        if (function is PyNode.Name name) parts.Add(name.Id);
        parts.Reverse();
        return string.Join('.', parts);
    }

    private PyValue? Resolve(PyNode node) => node switch
    {
        PyNode.Constant c => c.Value,
        PyNode.Ellipsis => new PyValue.Text("..."),
        PyNode.Name n => new PyValue.Text(n.Id),
        PyNode.Unary u => u.Operand is PyNode.Constant c ? Negate(c.Value) : null,
        PyNode.Binary b => _arithmetic.Evaluate(b),
        PyNode.Items { Bracket: PyBracket.List or PyBracket.Tuple } i => ResolveItems(i),
        PyNode.Mapping m => ResolveMapping(m),
        PyNode.Call { Keywords.IsEmpty: true } c => new PyValue.Text(PyUnparser.Write(c)),
        PyNode.Call c => Resolve(c) is { } nested ? PyMapping.From([new(new PyValue.Text(nested.Name), nested.Arguments)]) : null,
        PyNode.Subscript s => new PyValue.Text($"{PyUnparser.Write(s.Of)}[{PyUnparser.Write(s.Index)}]"),
        _ => null,
    };

    /// <summary>Every unary operator negates, whatever it is: so the leaderboard reads them.</summary>
    private static PyValue? Negate(PyValue value) => value switch
    {
        PyValue.Real r => new PyValue.Real(-r.Value),
        PyValue.Other { IsNumber: true } o => new PyValue.Other($"-{o.Source}"),
        _ => PyNumbers.Whole(value) is { } whole ? new PyValue.Integer(-whole) : null,
    };

    private PyValue.Sequence? ResolveItems(PyNode.Items node)
    {
        var items = new PyValue[node.Values.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (Resolve(node.Values[i]) is not { } value) return null;
            items[i] = value;
        }

        return new PyValue.Sequence([.. items], node.Bracket == PyBracket.Tuple);
    }

    private PyMapping? ResolveMapping(PyNode.Mapping node)
    {
        var entries = new List<KeyValuePair<PyValue, PyValue>>(node.Entries.Length);
        foreach (var (keyNode, valueNode) in node.Entries)
        {
            if (keyNode is null || Resolve(keyNode) is not { } key || !PyMapping.MayBeKey(key) || Resolve(valueNode) is not { } value) return null;
            entries.Add(new(key, value));
        }

        return PyMapping.From(entries);
    }
}
