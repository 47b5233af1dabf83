using System.Collections.Immutable;
using System.Numerics;

namespace ToolZero.Core.Calls;

/// <summary>
/// A literal argument value. Equality is by type and value: 1, 1.0, "1" and True all differ; a tuple equals a list; key order of a
/// dictionary is ignored (method: AST equality).
/// </summary>
public abstract record CallValue
{
    private CallValue()
    {
    }

    public sealed record Text(string Value) : CallValue;

    public sealed record Integer(BigInteger Value) : CallValue;

    public sealed record Real(double Value) : CallValue;

    public sealed record Boolean(bool Value) : CallValue;

    public sealed record Null : CallValue
    {
        public static Null Instance { get; } = new();
    }

    /// <summary>A list or a tuple.</summary>
    public sealed record Sequence(ImmutableArray<CallValue> Items) : CallValue
    {
        public bool Equals(Sequence? other) => other is not null && Items.SequenceEqual(other.Items);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var item in Items) hash.Add(item);
            return hash.ToHashCode();
        }
    }

    /// <summary>A dictionary; a key written twice keeps its last value, as Python does.</summary>
    public sealed record Mapping(ImmutableArray<KeyValuePair<CallValue, CallValue>> Entries) : CallValue
    {
        // Up to here comparing every pair is faster than a table, beyond it a hostile answer would take quadratic time.
        private const int Few = 8;

        /// <summary>Keeps the first place and the last value of every key.</summary>
        public static Mapping From(IEnumerable<KeyValuePair<CallValue, CallValue>> written)
        {
            var entries = ImmutableArray.CreateBuilder<KeyValuePair<CallValue, CallValue>>();
            Dictionary<CallValue, int>? places = null;
            foreach (var (key, value) in written)
            {
                if (entries.Count == Few && places is null) places = Places(entries);
                var place = places is null ? PlaceOf(entries, key) : places.GetValueOrDefault(key, -1);
                if (place < 0)
                {
                    places?.Add(key, entries.Count);
                    entries.Add(new(key, value));
                }
                else
                {
                    entries[place] = new(entries[place].Key, value);
                }
            }

            return new Mapping(entries.DrainToImmutable());
        }

        public bool Equals(Mapping? other)
        {
            if (other is null || Entries.Length != other.Entries.Length) return false;
            var places = Entries.Length > Few ? Places(other.Entries) : null;
            foreach (var (key, value) in Entries)
            {
                var place = places is null ? PlaceOf(other.Entries, key) : places.GetValueOrDefault(key, -1);
                if (place < 0 || other.Entries[place].Value != value) return false;
            }

            return true;
        }

        public override int GetHashCode() => Entries.Aggregate(Entries.Length, (h, e) => h ^ HashCode.Combine(e.Key, e.Value));

        private static int PlaceOf(IReadOnlyList<KeyValuePair<CallValue, CallValue>> entries, CallValue key)
        {
            for (var i = 0; i < entries.Count; i++)
                if (entries[i].Key == key) return i;
            return -1;
        }

        private static Dictionary<CallValue, int> Places(IReadOnlyList<KeyValuePair<CallValue, CallValue>> entries)
        {
            var places = new Dictionary<CallValue, int>(entries.Count);
            for (var i = 0; i < entries.Count; i++) places[entries[i].Key] = i;
            return places;
        }
    }
}
