using ToolZero.Core.Randomness;

namespace ToolZero.Model.Weights;

/// <summary>
/// Numbers of mean 0 and variance 1, nearly normal (Irwin-Hall of order 12, so within ±6): additions only, hence the same bits on every
/// machine, which logarithms and cosines of different mathematical libraries do not promise.
/// </summary>
internal static class NormalLike
{
    public static void Fill(Span<float> values, ulong seed, uint stream, double scale)
    {
        for (var i = 0; i < values.Length; i++)
        {
            long sum = 0;
            for (uint part = 0; part < 3; part++)
            {
                var bits = CounterRandom.Bits(seed, (ulong)i, stream, part);
                sum += (long)(bits & 0xFFFF) + (long)((bits >> 16) & 0xFFFF) + (long)((bits >> 32) & 0xFFFF) + (long)(bits >> 48);
            }

            // Twelve numbers k/65536 + 1/131072: mean 6.
            values[i] = (float)(((sum + 6) / 65536.0 - 6) * scale);
        }
    }
}
