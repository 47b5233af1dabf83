using System.Collections.Immutable;
using MessagePack;

namespace Compat.MessagePack.Tests;

#pragma warning disable CA1051 // A field is one of the shapes.

public enum Level : byte
{
    Low = 1,
    High = 200,
}

public enum Signed
{
    Minus = -7,
}

[MessagePackObject]
public sealed record Point([property: Key(0)] int X, [property: Key(1)] int Y);

[MessagePackObject]
public sealed record Gap([property: Key(1)] string Name, [property: Key(4)] double Value);

[MessagePackObject]
public sealed class Settings
{
    [Key(0)]
    public string Name { get; set; } = "unnamed";

    [Key(1)]
    public int Count { get; init; } = 7;

    [Key(2)]
    public Point? Corner { get; set; }

    [Key(3)]
    public long Total;

    [IgnoreMember]
    public string Note { get; set; } = "not written";
}

[MessagePackObject]
public readonly record struct Pair([property: Key(0)] int Left, [property: Key(1)] Level Right);

[MessagePackObject]
public sealed class Chosen
{
    public Chosen(string name, int count)
    {
        Name = name;
        Count = count;
    }

    [SerializationConstructor]
    public Chosen(string name)
    {
        Name = name + "!";
    }

    [Key(0)]
    public string Name { get; }

    [Key(1)]
    public int Count { get; set; }
}

[MessagePackObject]
public sealed record Everything
{
    [Key(0)]
    public ImmutableArray<int> Numbers { get; init; } = [];

    [Key(1)]
    public Dictionary<string, Point>? Points { get; init; }

    [Key(2)]
    public byte[]? Bytes { get; init; }

    [Key(3)]
    public int? Maybe { get; init; }

    [Key(4)]
    public Level Level { get; init; }

    [Key(5)]
    public List<string?>? Names { get; init; }

    [Key(6)]
    public float[]? Weights { get; init; }

    [Key(7)]
    public Shape? Shape { get; init; }

    [Key(8)]
    public Everything? Inner { get; init; }

    [Key(9)]
    public Guid Id { get; init; }

    [Key(10)]
    public DateTime Time { get; init; }

    [Key(11)]
    public IReadOnlyDictionary<int, Signed>? Map { get; init; }

    [Key(12)]
    public (int Number, string? Text) Tuple { get; init; }

    [Key(13)]
    public ImmutableDictionary<string, double>? Frozen { get; init; }

    [Key(14)]
    public HashSet<int>? Set { get; init; }
}

[Union(0, typeof(Circle))]
[Union(5, typeof(Square))]
public abstract record Shape;

[MessagePackObject]
public sealed record Circle([property: Key(0)] double Radius) : Shape;

[MessagePackObject]
public sealed record Square([property: Key(0)] double Side) : Shape;

[MessagePackObject]
public sealed class Chain
{
    [Key(0)]
    public Chain? Next { get; set; }
}
