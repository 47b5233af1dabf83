using ToolZero.Core.Randomness;
using ToolZero.Model.Generation;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Generation;

public sealed class SamplerSpecs
{
    private static readonly float[] Logits = [0.5f, 2f, -1f, 1f, 0f, 1.5f, -3f, 1f];

    [Fact]
    public void Frequencies_are_the_probabilities()
    {
        var counts = Counts(SamplingSettings.Policy(1), 20000);
        var expected = Softmax(1);
        for (var i = 0; i < counts.Length; i++) Assert.Equal(expected[i], counts[i] / 20000.0, 0.015);
    }

    [Fact]
    public void Temperature_divides_the_logits_and_the_log_probs_are_at_that_temperature_with_nothing_cut()
    {
        var counts = Counts(SamplingSettings.Policy(1) with { Temperature = 0.5 }, 20000);
        var expected = Softmax(0.5);
        for (var i = 0; i < counts.Length; i++) Assert.Equal(expected[i], counts[i] / 20000.0, 0.015);
        var (id, logProb) = Draw(SamplingSettings.Policy(1) with { Temperature = 0.5, TopK = 2 }, 0.1);
        Assert.Equal(Math.Log(Softmax(0.5)[id]), logProb, 1e-5);
        var (greedy, certain) = Draw(SamplingSettings.Greedy(1), 0.1);
        Assert.Equal(Math.Log(Softmax(1)[greedy]), certain, 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Top_k_keeps_the_most_probable_and_of_equals_the_lower_id(int k)
    {
        int[] order = [1, 5, 3, 7, 0, 4, 2, 6];
        Assert.Equal(order[..k].Order(), Support(SamplingSettings.Policy(1) with { TopK = k }));
    }

    [Fact]
    public void Top_p_keeps_the_smallest_set_that_reaches_it()
    {
        var sorted = Softmax(1).Select((p, i) => (p, i)).OrderByDescending(x => x.p).ToList();
        for (var kept = 1; kept <= 8; kept++)
        {
            var mass = sorted.Take(kept).Sum(x => x.p);
            Assert.Equal(sorted.Take(kept).Select(x => x.i).Order(), Support(SamplingSettings.Policy(1) with { TopP = Math.Min(1, mass - 1e-4) }));
        }
    }

    [Fact]
    public void Top_p_counts_within_what_top_k_left()
    {
        var p = Softmax(1);
        var share = p[1] / (p[1] + p[5] + p[3]);
        Assert.Equal([1], Support(SamplingSettings.Policy(1) with { TopK = 3, TopP = share - 1e-3 }));
        Assert.Equal([1, 5], Support(SamplingSettings.Policy(1) with { TopK = 3, TopP = share + 1e-3 }));
    }

    [Fact]
    public void Min_p_keeps_what_is_that_fraction_of_the_most_probable()
    {
        var p = Softmax(1);
        foreach (var minP in new[] { 0.05, 0.3, 0.5, 0.99 })
            Assert.Equal(Enumerable.Range(0, 8).Where(i => p[i] >= minP * p.Max()), Support(SamplingSettings.Policy(1) with { MinP = minP }));
    }

    [Fact]
    public void Temperature_zero_takes_the_most_probable_whatever_the_draw()
    {
        foreach (var uniform in new[] { 0, 0.5, 0.999999999999 }) Assert.Equal(1, Draw(SamplingSettings.Greedy(1), uniform).Id);
    }

    [Fact]
    public void The_ends_of_the_unit_interval_draw_possible_tokens()
    {
        var settings = SamplingSettings.Policy(1) with { TopK = 2 };
        Assert.Equal(1, Draw(settings, 0).Id);
        Assert.Equal(5, Draw(settings, 1 - Math.Pow(2, -53)).Id);
    }

    private static (int Id, float LogProb) Draw(SamplingSettings settings, double uniform)
    {
        Span<int> ids = stackalloc int[1];
        Span<float> logProbs = stackalloc float[1];
        using var logits = tensor(Logits, [1, Logits.Length]);
        Sampler.Sample(logits, [new Draw(settings, uniform)], ids, logProbs);
        return (ids[0], logProbs[0]);
    }

    private static int[] Counts(SamplingSettings settings, int draws)
    {
        using var scope = NewDisposeScope();
        var ids = new int[draws];
        var rows = Enumerable.Range(0, draws).Select(i => new Draw(settings, CounterRandom.Uniform(1, 2, 3, (uint)i))).ToArray();
        Sampler.Sample(tensor(Logits, [1, Logits.Length]).expand(draws, Logits.Length), rows, ids, new float[draws]);
        var counts = new int[Logits.Length];
        foreach (var id in ids) counts[id]++;
        return counts;
    }

    private static IEnumerable<int> Support(SamplingSettings settings)
    {
        var counts = Counts(settings, 20000);
        return Enumerable.Range(0, counts.Length).Where(i => counts[i] > 0);
    }

    private static double[] Softmax(double temperature)
    {
        var powers = Logits.Select(x => Math.Exp(x / temperature)).ToArray();
        return [.. powers.Select(x => x / powers.Sum())];
    }
}
