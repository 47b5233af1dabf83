using System.Collections.Immutable;
using System.Numerics;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Json;

/// <summary>
/// Python's <c>==</c> between values: 1 = 1.0 = True, also as keys, integers and reals compare exactly, lists by position, dictionaries
/// whatever their order. NaN differs from itself, but as an item of a list or dictionary it equals itself, because Python asks for identity first
/// there and its parser makes one NaN object.
/// </summary>
public static class PythonEquality
{
    public static bool AreEqual(CallValue left, CallValue right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return (left, right) switch
        {
            (CallValue.Text a, CallValue.Text b) => a.Value == b.Value,
            (CallValue.Null, CallValue.Null) => true,
            (CallValue.Sequence a, CallValue.Sequence b) => AreEqual(a.Items, b.Items),
            (CallValue.Mapping a, CallValue.Mapping b) => AreEqual(a, b),
            _ => NumberOf(left) is { } a && NumberOf(right) is { } b && AreEqual(a, b),
        };
    }

    /// <summary>Lists: the same length, and item by item identical or equal.</summary>
    public static bool AreEqual(ImmutableArray<CallValue> left, ImmutableArray<CallValue> right)
    {
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
            if (!AreEqualItems(left[i], right[i])) return false;
        return true;
    }

    /// <summary>Item equality inside a container: identity or <c>==</c>.</summary>
    public static bool AreEqualItems(CallValue left, CallValue right) => (IsNaN(left) && IsNaN(right)) || AreEqual(left, right);

    private static bool AreEqual(CallValue.Mapping left, CallValue.Mapping right)
    {
        var (wanted, given) = (ByKey(left), ByKey(right));
        return wanted.Count == given.Count && wanted.All(entry => given.TryGetValue(entry.Key, out var other) && AreEqualItems(entry.Value, other));
    }

    /// <summary>The dictionary as Python holds it: of keys that are equal there (1, 1.0, True) the last value counts.</summary>
    private static Dictionary<CallValue, CallValue> ByKey(CallValue.Mapping mapping)
    {
        var entries = new Dictionary<CallValue, CallValue>(mapping.Entries.Length, Keys.Instance);
        foreach (var (key, value) in mapping.Entries) entries[key] = value;
        return entries;
    }

    private static bool IsNaN(CallValue value) => value is CallValue.Real { Value: double.NaN };

    /// <summary>A number as an integer where it is one, else as a real; null for what is no number.</summary>
    private static (BigInteger? Whole, double Real)? NumberOf(CallValue value) => value switch
    {
        CallValue.Boolean b => (b.Value ? BigInteger.One : BigInteger.Zero, 0),
        CallValue.Integer i => (i.Value, 0),
        CallValue.Real { Value: var r } => double.IsFinite(r) && Math.Floor(r) == r ? (new BigInteger(r), 0) : (null, r),
        _ => null,
    };

    private static bool AreEqual((BigInteger? Whole, double Real) left, (BigInteger? Whole, double Real) right) =>
        left.Whole is { } a && right.Whole is { } b ? a == b : left.Whole is null && right.Whole is null && left.Real == right.Real;

    /// <summary>Keys of dictionaries: what is equal has the same hash.</summary>
    private sealed class Keys : IEqualityComparer<CallValue>
    {
        public static Keys Instance { get; } = new();

        public bool Equals(CallValue? x, CallValue? y) => x is not null && y is not null && AreEqualItems(x, y);

        public int GetHashCode(CallValue obj) => obj switch
        {
            CallValue.Text text => text.Value.GetHashCode(StringComparison.Ordinal),
            CallValue.Sequence tuple => tuple.Items.Aggregate(tuple.Items.Length, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
            _ => NumberOf(obj)?.GetHashCode() ?? 0,
        };
    }
}
