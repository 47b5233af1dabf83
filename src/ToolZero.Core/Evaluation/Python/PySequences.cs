using System.Numerics;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>Texts, lists and tuples joined, repeated and indexed as Python does it; null where it raises, or where the result would be unreasonably long.</summary>
internal static class PySequences
{
    /// <summary>Most characters of a text and most items of a list that arithmetic makes.</summary>
    public const int MaxItems = 64 * 1024;

    public static PyValue? Joined(PyValue left, PyValue right) => (left, right) switch
    {
        (PyValue.Text a, PyValue.Text b) when a.Value.Length + (long)b.Value.Length <= MaxItems => new PyValue.Text(a.Value + b.Value),
        (PyValue.Sequence a, PyValue.Sequence b) when a.Kind == b.Kind && a.Items.Length + (long)b.Items.Length <= MaxItems =>
            new PyValue.Sequence(a.Items.AddRange(b.Items), a.Kind == PyKind.Tuple),
        _ => null,
    };

    public static PyValue? Repeated(PyValue value, BigInteger times)
    {
        if (times > long.MaxValue || times < long.MinValue) return null;
        var count = times.Sign < 0 ? 0 : times > MaxItems ? MaxItems + 1 : (int)times;
        return value switch
        {
            PyValue.Text t when t.Value.Length * (long)count <= MaxItems => new PyValue.Text(string.Concat(Enumerable.Repeat(t.Value, count))),
            PyValue.Sequence s when s.Items.Length * (long)count <= MaxItems =>
                new PyValue.Sequence([.. Enumerable.Repeat(s.Items, count).SelectMany(items => items)], s.Kind == PyKind.Tuple),
            _ => null,
        };
    }

    /// <summary>The value under a key, or the item at a place, which counts from the end when it is negative.</summary>
    public static PyValue? At(PyValue of, PyValue index)
    {
        if (of is PyMapping mapping) return mapping.TryGet(index, out var found) ? found : null;
        if (PyNumbers.Whole(index) is not { } place) return null;
        return of switch
        {
            PyValue.Sequence s => Place(place, s.Items.Length) is { } at ? s.Items[at] : null,

            // Python counts code points; a text with surrogate pairs has other places here.
            PyValue.Text { Value: var text } when text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 =>
                Place(place, text.Length) is { } at ? new PyValue.Text(text.Substring(at, 1)) : null,
            _ => null,
        };
    }

    private static int? Place(BigInteger place, int length)
    {
        var at = place.Sign < 0 ? place + length : place;
        return at.Sign >= 0 && at < length ? (int)at : null;
    }
}
