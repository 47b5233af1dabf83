namespace ToolZero.Core.Randomness;

/// <summary>A sequence of random draws over <see cref="CounterRandom"/>: same seed and stream number, same draws, on every machine.</summary>
public sealed class RandomStream(ulong seed, ulong stream = 0)
{
    private ulong _position;

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble()
    {
        var position = _position++;
        return CounterRandom.Uniform(seed, stream, (uint)position, (uint)(position >> 32));
    }

    /// <summary>Uniform in [0, <paramref name="exclusiveMax"/>).</summary>
    public int Next(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        return (int)(NextDouble() * exclusiveMax);
    }

    /// <summary>Uniform in [<paramref name="min"/>, <paramref name="exclusiveMax"/>).</summary>
    public int Next(int min, int exclusiveMax) => min + Next(exclusiveMax - min);

    public bool Chance(double probability) => NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>Index drawn with probability proportional to its weight.</summary>
    public int PickWeighted(IReadOnlyList<double> weights)
    {
        var left = NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Count - 1; i++)
        {
            left -= weights[i];
            if (left < 0) return i;
        }

        return weights.Count - 1;
    }

    /// <summary>Fisher-Yates, in place.</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary><paramref name="count"/> different items in random order.</summary>
    public List<T> Sample<T>(IEnumerable<T> items, int count)
    {
        var pool = items.ToList();
        Shuffle(pool);
        return pool[..Math.Min(count, pool.Count)];
    }
}
