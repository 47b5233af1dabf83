using ToolZero.Core.Calls;
using ToolZero.Core.Json;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>What came of reading JSON text.</summary>
/// <param name="Value">Null on failure.</param>
/// <param name="Error">One clause on failure, else null.</param>
public readonly record struct PyJsonRead(PyValue? Value, string? Error);

/// <summary>JSON as Python's <c>json</c> reads and writes it, from and to values.</summary>
public static class PyJson
{
    /// <summary>Reads one value; never throws on content.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="maxLength">Longest text that is read.</param>
    public static PyJsonRead Read(string text, int maxLength = PythonJsonReader.MaxLength)
    {
        var parse = PythonJsonReader.Parse(text, maxLength);
        return parse.IsSuccess ? new PyJsonRead(Of(parse.Value!), null) : new PyJsonRead(null, $"{parse.Error} at {parse.Position}");
    }

    /// <summary>Writes a value on one line; half a surrogate pair becomes an escape, so that the text is always UTF-8.</summary>
    public static string Write(PyValue value)
    {
        var text = PythonJsonWriter.Write(ToCall(value));
        return text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 ? text : HalfPairs.Escape(text);
    }

    /// <summary>A value of a call, with the type that Python gives it.</summary>
    public static PyValue Of(CallValue value) => value switch
    {
        CallValue.Text t => new PyValue.Text(t.Value),
        CallValue.Integer i => new PyValue.Integer(i.Value),
        CallValue.Real r => new PyValue.Real(r.Value),
        CallValue.Boolean b => new PyValue.Boolean(b.Value),
        CallValue.Sequence s => new PyValue.Sequence([.. s.Items.Select(Of)]),
        CallValue.Mapping m => PyMapping.From([.. m.Entries.Select(e => KeyValuePair.Create(Of(e.Key), Of(e.Value)))]),
        _ => PyValue.None,
    };

    /// <summary>What JSON can hold of a value: tuples are lists, keys are texts, bytes and complex numbers their source.</summary>
    private static CallValue ToCall(PyValue value) => value switch
    {
        PyValue.Text t => new CallValue.Text(t.Value),
        PyValue.Integer i => new CallValue.Integer(i.Value),
        PyValue.Real r => new CallValue.Real(r.Value),
        PyValue.Boolean b => new CallValue.Boolean(b.Value),
        PyValue.Sequence s => new CallValue.Sequence([.. s.Items.Select(ToCall)]),
        PyMapping m => new CallValue.Mapping([.. m.Entries.Select(e => KeyValuePair.Create<CallValue, CallValue>(new CallValue.Text(KeyOf(e.Key)), ToCall(e.Value)))]),
        PyValue.Other o => new CallValue.Text(o.Source),
        _ => CallValue.Null.Instance,
    };

    private static string KeyOf(PyValue key) => key is PyValue.Text text ? text.Value : Write(key);
}
