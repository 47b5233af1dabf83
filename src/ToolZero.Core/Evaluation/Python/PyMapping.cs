using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>A dictionary: a key written twice keeps its first place and its last value. Keys are usually text.</summary>
public sealed class PyMapping : PyValue
{
    private const int FewKeys = 8;

    private readonly Dictionary<PyValue, int>? _places;

    private PyMapping(ImmutableArray<KeyValuePair<PyValue, PyValue>> entries, Dictionary<PyValue, int>? places)
        : base(PyKind.Mapping) => (Entries, _places) = (entries, places);

    public static PyMapping Empty { get; } = new([], null);

    public ImmutableArray<KeyValuePair<PyValue, PyValue>> Entries { get; }

    public int Count => Entries.Length;

    public static PyMapping From(IReadOnlyCollection<KeyValuePair<PyValue, PyValue>> written)
    {
        ArgumentNullException.ThrowIfNull(written);
        var places = new Dictionary<PyValue, int>();
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<PyValue, PyValue>>(written.Count);
        foreach (var (key, value) in written)
        {
            if (places.TryAdd(key, entries.Count)) entries.Add(new(key, value));
            else entries[places[key]] = new(entries[places[key]].Key, value);
        }

        return new PyMapping(entries.ToImmutable(), entries.Count > FewKeys ? places : null);
    }

    /// <summary>Python's hashable: no list and no mapping, nor a tuple of such.</summary>
    internal static bool MayBeKey(PyValue key) => key.Kind is not (PyKind.List or PyKind.Mapping) && (key is not Sequence tuple || tuple.Items.All(MayBeKey));

    public bool TryGet(PyValue key, [NotNullWhen(true)] out PyValue? value)
    {
        var place = _places is null ? PlaceOf(key) : _places.GetValueOrDefault(key, -1);
        value = place < 0 ? null : Entries[place].Value;
        return place >= 0;
    }

    public bool Has(string key) => TryGet(new Text(key), out _);

    /// <summary>The value under a text key, or null.</summary>
    public PyValue? Find(string key) => TryGet(new Text(key), out var value) ? value : null;

    public override bool Equals(PyValue? other) =>
        other is PyMapping mapping && mapping.Count == Count
        && Entries.All(e => mapping.TryGet(e.Key, out var value) && value.Equals(e.Value));

    public override int GetHashCode() => Count;

    private int PlaceOf(PyValue key)
    {
        for (var i = 0; i < Entries.Length; i++)
        {
            if (Entries[i].Key.Equals(key)) return i;
        }

        return -1;
    }
}
