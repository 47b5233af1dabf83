using System.Collections.Immutable;
using System.Numerics;
using ToolZero.Core.Calls;
using ToolZero.Core.Randomness;

namespace ToolZero.Core.Tests.Calls;

/// <summary>Random calls with every kind of value, and random damage to their text.</summary>
internal static class RandomCalls
{
    private static readonly string[] Names = ["f", "get_weather", "math.gcd", "a.b.c", "größe", "from"];
    private static readonly string[] Pieces =
        ["a", "Z", " ", "'", "\"", "\\", "\n", "\r", "\t", "é", "😀", "\u200b", "\0", "\ud800", "{", ")", "#", "\\n", "\u2028", "\u00a0", "\x7f", "𝒜"];

    private static readonly string[] Tokens =
        ["[", "]", "(", ")", "{", "}", ",", "=", ":", ".", "'", "\"", "'''", "\\", "\n", "#", "f", "a", "True", "None", "1", "0x", "1e", "-", "_", "\\u", "\\x", "**", " ", "\t",
         "<think>", "</think>", "<answer>", "</answer>", "é", "\0", "\ud800", "b'", "r\""];

    public static ImmutableArray<ToolCall> Calls(RandomStream random) =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => Call(random))];

    public static ToolCall Call(RandomStream random)
    {
        var keys = random.Sample(["a", "b_1", "city", "größe", "class"], random.Next(5));
        return new ToolCall(random.Pick(Names), [.. keys.Select(k => new Argument(k, Value(random, 3)))]);
    }

    public static CallValue Value(RandomStream random, int depth) => random.Next(depth > 0 ? 8 : 6) switch
    {
        0 => new CallValue.Text(Text(random)),
        1 => new CallValue.Integer(random.Next(2000) - 1000),
        2 => new CallValue.Integer(BigInteger.Pow(random.Next(10), random.Next(60))),
        3 => new CallValue.Real(Real(random)),
        4 => new CallValue.Boolean(random.Chance(0.5)),
        5 => CallValue.Null.Instance,
        6 => new CallValue.Sequence([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))]),
        _ => CallValue.Mapping.From(Enumerable.Range(0, random.Next(4)).Select(_ => KeyValuePair.Create(Key(random), Value(random, depth - 1)))),
    };

    public static string Noise(RandomStream random, int pieces) =>
        string.Concat(Enumerable.Range(0, random.Next(pieces)).Select(_ => random.Pick(Tokens)));

    /// <summary>Deletes, repeats or inserts a few pieces.</summary>
    public static string Mutate(RandomStream random, string text)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(text.Length + 1);
            var end = Math.Min(text.Length, at + random.Next(1, 6));
            text = random.Next(3) switch
            {
                0 => text[..at] + text[end..],
                1 => text[..at] + random.Pick(Tokens) + text[at..],
                _ => text[..end] + text[at..],
            };
        }

        return text;
    }

    private static CallValue Key(RandomStream random) => random.Next(4) switch
    {
        0 => new CallValue.Integer(random.Next(5)),
        1 => new CallValue.Sequence([.. Enumerable.Range(0, random.Next(3)).Select(i => (CallValue)new CallValue.Integer(i))]),
        _ => new CallValue.Text(Text(random)),
    };

    private static string Text(RandomStream random) => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => random.Pick(Pieces)));

    private static double Real(RandomStream random) => random.Next(4) switch
    {
        0 => random.Next(1000) / 8.0,
        1 => BitConverter.UInt64BitsToDouble(CounterRandom.Bits(1, (ulong)random.Next(int.MaxValue), 0, 0)) is var any && double.IsNaN(any) ? 0 : any,
        2 => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(40) - 20),
        _ => random.Next(100),
    };
}
