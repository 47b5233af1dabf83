using ToolZero.Core.Randomness;
using ToolZero.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Training;

public sealed class AdamWSpecs
{
    private static readonly AdamWSettings Settings = new(0.9, 0.95, 1e-8, 0.1);

    [Fact]
    public void Several_steps_equal_the_algorithm_in_double_precision()
    {
        using var scope = NewDisposeScope();
        var random = new RandomStream(1);
        double[] expected = [.. Draw(random, 12)], bias = [.. Draw(random, 3)];
        var matrix = tensor(expected.Select(x => (float)x).ToArray()).reshape(4, 3).clone();
        var vector = tensor(bias.Select(x => (float)x).ToArray());
        using var optimiser = new AdamW([("matrix", matrix), ("vector", vector)], Settings);
        double[] m = new double[15], v = new double[15];
        for (var step = 1; step <= 7; step++)
        {
            double[] g = [.. Draw(random, 12)], h = [.. Draw(random, 3)];
            var (rate, scale) = (1e-2 / step, step % 2 == 0 ? 0.5 : 1);
            Reference(expected, g, m.AsSpan(0, 12), v.AsSpan(0, 12), step, rate, scale, Settings.WeightDecay);
            Reference(bias, h, m.AsSpan(12), v.AsSpan(12), step, rate, scale, 0);
            optimiser.Step([tensor(g.Select(x => (float)x).ToArray()).reshape(4, 3), tensor(h.Select(x => (float)x).ToArray())], rate, scale);
        }

        Close(expected, matrix);
        Close(bias, vector);
    }

    [Fact]
    public void Half_precision_weights_follow_their_float_masters()
    {
        using var scope = NewDisposeScope();
        var start = full(new long[] { 300, 300 }, 1.0f);
        var half = start.to(ScalarType.BFloat16);
        using var master = new AdamW([("w", start)], Settings with { WeightDecay = 0 });
        using var rounded = new AdamW([("w", half)], Settings with { WeightDecay = 0 });
        var gradient = ones(300, 300);

        // One step of 1e-4 is below the rounding of bf16 at 1.0; eighty are not.
        for (var step = 0; step < 80; step++)
        {
            master.Step([gradient], 1e-4);
            rounded.Step([gradient.to(ScalarType.BFloat16)], 1e-4);
            if (step == 0) Assert.Equal(1.0f, half.to(ScalarType.Float32).data<float>()[0]);
        }

        Assert.Equal(0.992f, start.data<float>()[0], 4);
        Assert.True(half.eq(start.to(ScalarType.BFloat16)).all().item<bool>());
    }

    [Fact]
    public void A_restored_optimiser_goes_on_with_the_same_bits()
    {
        using var scope = NewDisposeScope();
        foreach (var type in new[] { ScalarType.Float32, ScalarType.BFloat16 })
        {
            var random = new RandomStream(3);
            var gradients = Enumerable.Range(0, 6).Select(_ => Values(random, 70_000).to(type)).ToArray();
            var initial = Values(random, 70_000).to(type);

            var straight = initial.clone();
            using var first = new AdamW([("w", straight)], Settings);
            foreach (var g in gradients) first.Step([g], 3e-4);

            var interrupted = initial.clone();
            using var before = new AdamW([("w", interrupted)], Settings);
            foreach (var g in gradients[..3]) before.Step([g], 3e-4);
            var path = Path.Combine(Path.GetTempPath(), $"adamw-{Guid.NewGuid():N}.safetensors");
            try
            {
                before.Save(path);
                var resumed = interrupted.clone();
                using var after = new AdamW([("w", resumed)], Settings);
                after.Load(path);
                Assert.Equal(3, after.Steps);
                foreach (var g in gradients[3..]) after.Step([g], 3e-4);
                Assert.Equal(straight.bytes.ToArray(), resumed.bytes.ToArray());
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    private static Tensor Values(RandomStream random, int count) => tensor(Draw(random, count).Select(x => (float)x).ToArray());

    private static IEnumerable<double> Draw(RandomStream random, int count) => Enumerable.Range(0, count).Select(_ => (double)(float)(random.NextDouble() - 0.5)).ToArray();

    private static void Reference(double[] p, double[] g, Span<double> m, Span<double> v, int step, double rate, double scale, double decay)
    {
        for (var i = 0; i < p.Length; i++)
        {
            var x = g[i] * scale;
            p[i] -= rate * decay * p[i];
            m[i] = Settings.Beta1 * m[i] + (1 - Settings.Beta1) * x;
            v[i] = Settings.Beta2 * v[i] + (1 - Settings.Beta2) * x * x;
            var mean = m[i] / (1 - Math.Pow(Settings.Beta1, step));
            var square = v[i] / (1 - Math.Pow(Settings.Beta2, step));
            p[i] -= rate * mean / (Math.Sqrt(square) + Settings.Epsilon);
        }
    }

    private static void Close(double[] expected, Tensor actual)
    {
        var values = actual.data<float>().ToArray();
        for (var i = 0; i < expected.Length; i++) Assert.InRange(values[i], expected[i] - 1e-6, expected[i] + 1e-6);
    }
}
