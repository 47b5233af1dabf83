namespace ToolZero.Core.Randomness;

/// <summary>
/// Counter-based random numbers (Philox-4x32-10, Salmon et al. 2011): a pure function of key and counter, the same on every machine and
/// in every order of evaluation. Sampling keyed by (run seed, group, sample, position) does not depend on who generates beside whom.
/// </summary>
public static class CounterRandom
{
    /// <summary>A uniform number in [0, 1) with 53 random bits.</summary>
    public static double Uniform(ulong seed, ulong a, uint b, uint c) => (Bits(seed, a, b, c) >> 11) * (1.0 / (1UL << 53));

    /// <summary>64 random bits for the counter (a, b, c) under the key <paramref name="seed"/>.</summary>
    public static ulong Bits(ulong seed, ulong a, uint b, uint c)
    {
        uint x0 = (uint)a, x1 = (uint)(a >> 32), x2 = b, x3 = c;
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (var round = 0; round < 10; round++)
        {
            var p0 = 0xD2511F53UL * x0;
            var p1 = 0xCD9E8D57UL * x2;
            (x0, x1, x2, x3) = ((uint)(p1 >> 32) ^ x1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ x3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return ((ulong)x1 << 32) | x0;
    }
}
