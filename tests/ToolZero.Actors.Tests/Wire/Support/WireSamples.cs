using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using Akka.Actor;
using ToolZero.Actors.Wire;

namespace ToolZero.Actors.Tests.Wire.Support;

/// <summary>
/// Makes a message of any type out of a seed. A value depends on the seed and on the names that lead to it, so that a key which is added leaves
/// the other values as they were: that is what lets golden bytes of seed 0 be compared.
/// </summary>
internal sealed class WireSamples(ulong seed)
{
    private const int MostNested = 3;
    private readonly int _items = seed == 0 ? 2 : (int)(Hash("items", seed) % 4);

    /// <summary>The sample of the golden bytes.</summary>
    public static object Golden(WireEntry entry) => new WireSamples(0).Message(entry.Type);

    public object Message(Type type) => Create(type, "", 0)!;

    private object? Create(Type type, string path, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Roll(path) % 3 == 0 ? null : Create(inner, path, depth);
        if (Scalar(type, path) is { } scalar) return scalar;
        if (type == typeof(byte[])) return Enumerable.Range(0, 4 * _items).Select(i => (byte)Roll($"{path}.{i}")).ToArray();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)) return List(type.GetGenericArguments()[0], path, depth);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>)) return Map(type.GetGenericArguments()[1], path, depth);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)) return Record(type, path, depth);
        if (type.GetProperty("Instance", BindingFlags.Public | BindingFlags.Static) is { } instance) return instance.GetValue(null);
        return type.IsAbstract ? Create(Choose(type, path, depth), path, depth + 1) : Record(type, path, depth);
    }

    private object? Scalar(Type type, string path)
    {
        var roll = Roll(path);
        if (type.IsEnum) return Enum.GetValues(type).GetValue((int)(roll % (ulong)Enum.GetValues(type).Length));
        if (type == typeof(IActorRef)) return ActorRefs.Nobody;
        if (type == typeof(BigInteger)) return (roll & 1) == 0 ? new BigInteger(roll) : -BigInteger.Pow(roll, 5);
        if (type == typeof(TimeSpan)) return new TimeSpan((long)(roll >> 8));
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset((long)(roll >> 3) % DateTimeOffset.MaxValue.Ticks, TimeSpan.Zero);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => (roll & 1) == 1,
            TypeCode.Int32 => seed == 0 ? (int)(roll % 1000) : (int)roll >> (int)(roll >> 32) % 32,
            TypeCode.Int64 => seed == 0 ? (long)(roll % 100_000) : (long)roll >> (int)(roll % 64),
            TypeCode.Single => BitConverter.UInt32BitsToSingle((uint)roll),
            TypeCode.Double => (roll % 8) switch { 0 => double.NaN, 1 => -0.0, 2 => double.PositiveInfinity, _ => BitConverter.UInt64BitsToDouble(Hash(path, roll)) },
            TypeCode.String => Text(path, roll),
            _ => null,
        };
    }

    /// <summary>Seed 0 writes the path; others also nothing, much, and what UTF-8 cannot carry.</summary>
    private string Text(string path, ulong roll) => seed == 0 ? path : (roll % 7) switch
    {
        0 => "",
        1 => $"ä\0𝒜\uFFFD{roll}",
        2 => $"half \uD800 a pair {roll}",
        3 => new string('x', (int)((roll >> 8) % 5000)) + roll,
        _ => path + roll.ToString(CultureInfo.InvariantCulture),
    };

    private object List(Type item, string path, int depth)
    {
        var count = depth > 2 * MostNested ? 0 : _items;
        var array = Array.CreateInstance(item, count);
        for (var i = 0; i < count; i++) array.SetValue(Create(item, $"{path}.{i}", depth + 1), i);
        return typeof(ImmutableArray).GetMethods().Single(m => m.Name == nameof(ImmutableArray.Create) && m.GetParameters() is [{ ParameterType.IsArray: true }])
            .MakeGenericMethod(item).Invoke(null, [array])!;
    }

    private object Map(Type value, string path, int depth)
    {
        var type = typeof(ImmutableSortedDictionary<,>).MakeGenericType(typeof(string), value);
        var empty = (IDictionary)type.GetField("Empty")!.GetValue(null)!;
        object map = type.GetMethod("WithComparers", [typeof(IComparer<string>)])!.Invoke(empty, [StringComparer.Ordinal])!;
        for (var i = 0; i < _items; i++) map = type.GetMethod("SetItem")!.Invoke(map, [$"name{i}", Create(value, $"{path}.{i}", depth + 1)])!;
        return map;
    }

    private Type Choose(Type type, string path, int depth)
    {
        var kinds = type.GetNestedTypes().Where(t => t.BaseType == type && (depth < MostNested || !HasLists(t))).OrderBy(t => t.Name, StringComparer.Ordinal).ToArray();
        return kinds[Roll(path + ".kind") % (ulong)kinds.Length];
    }

    private static bool HasLists(Type type) => type.GetProperties().Any(p => p.PropertyType.IsGenericType);

    private object Record(Type type, string path, int depth)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First(c => c.GetParameters() is not [{ } only] || only.ParameterType != type);
        var record = constructor.Invoke([.. constructor.GetParameters().Select(p => Create(p.ParameterType, $"{path}.{p.Name}", depth + 1))]);
        var names = constructor.GetParameters().Select(p => p.Name!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && !names.Contains(p.Name)))
            property.SetValue(record, Create(property.PropertyType, $"{path}.{property.Name}", depth + 1));
        return record;
    }

    private ulong Roll(string path) => Hash(path, seed);

    /// <summary>FNV-1a and a finaliser: the same on every machine.</summary>
    private static ulong Hash(string text, ulong seed)
    {
        var hash = 14695981039346656037UL ^ seed;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211UL;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        return hash ^ (hash >> 33);
    }
}
