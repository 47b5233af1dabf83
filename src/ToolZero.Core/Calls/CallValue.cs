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
        /// <summary>Keeps the first place and the last value of every key.</summary>
        public static Mapping From(IEnumerable<KeyValuePair<CallValue, CallValue>> written)
        {
            var places = new Dictionary<CallValue, int>();
            var entries = ImmutableArray.CreateBuilder<KeyValuePair<CallValue, CallValue>>();
            foreach (var (key, value) in written)
            {
                if (places.TryAdd(key, entries.Count)) entries.Add(new(key, value));
                else entries[places[key]] = new(entries[places[key]].Key, value);
            }

            return new Mapping(entries.ToImmutable());
        }

        public bool Equals(Mapping? other) =>
            other is not null && Entries.Length == other.Entries.Length
            && Entries.All(e => other.Entries.Any(o => e.Key == o.Key && e.Value == o.Value));

        public override int GetHashCode() => Entries.Aggregate(Entries.Length, (h, e) => h ^ HashCode.Combine(e.Key, e.Value));
    }
}
