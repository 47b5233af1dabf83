using System.Collections.Immutable;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Bfcl.Decoding;

/// <summary>Reads the calls of a function-calling model: a list of <c>{name: arguments as JSON text}</c>.</summary>
public static class FunctionCallDecoder
{
    /// <summary>Decodes the result of such a model; text instead of a list is an answer without a call, which fails to decode.</summary>
    public static BfclDecoding Decode(PyValue result)
    {
        if (result is PyValue.Text { Value: "" } or PyMapping { Count: 0 }) return BfclDecoding.Of([]);
        if (result is not PyValue.Sequence list) return BfclDecoding.Failed("text where a list of calls is expected");
        var decoded = new List<(string Name, PyValue Arguments)>(list.Items.Length);
        foreach (var item in list.Items)
        {
            if (item is not PyMapping { Count: > 0 } call) return BfclDecoding.Failed("a call is an object of a name and its arguments");
            var (name, arguments) = call.Entries[0];
            if (arguments is not PyValue.Text json) return BfclDecoding.Failed("arguments are JSON text");
            var read = PyJson.Read(json.Value);
            if (read.Value is null) return BfclDecoding.Failed($"arguments: {read.Error}");
            decoded.Add((((PyValue.Text)name).Value, read.Value));
        }

        return Gate(decoded);
    }

    /// <summary>Takes calls that are decoded already: a list of <c>{name: {parameter: value}}</c>; None stands for a failed decoding.</summary>
    public static BfclDecoding Take(PyValue calls)
    {
        if (calls.Kind == PyKind.None) return BfclDecoding.Failed("not decoded");
        if (calls is not PyValue.Sequence list) return BfclDecoding.WrongFormat("not a list of calls", calls);
        if (list.Items.Any(item => item is not PyMapping { Count: 1 })) return BfclDecoding.WrongFormat("a call is an object of one name", calls);
        return Gate([.. list.Items.Select(item => ((PyMapping)item).Entries[0]).Select(call => (((PyValue.Text)call.Key).Value, call.Value))]);
    }

    private static BfclDecoding Gate(List<(string Name, PyValue Arguments)> calls) =>
        calls.FirstOrDefault(c => c.Arguments is not PyMapping).Name is { } name
            ? BfclDecoding.WrongFormat($"the arguments of {name} are not an object", new PyValue.Sequence([.. calls.Select(c => PyMapping.From([new(new PyValue.Text(c.Name), c.Arguments)]))]))
            : BfclDecoding.Of(calls.Select(c => new BfclCall(c.Name, (PyMapping)c.Arguments)).ToImmutableArray());
}
