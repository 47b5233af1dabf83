using static TorchSharp.torch;

namespace ToolZero.Model.Generation;

/// <summary>What one row needs to draw a token.</summary>
/// <param name="Settings">How.</param>
/// <param name="Uniform">A number in [0, 1).</param>
internal readonly record struct Draw(SamplingSettings Settings, double Uniform);

/// <summary>
/// Draws one token per row by inverting the cumulative distribution at a given uniform number. Every row is computed on its own: what it
/// draws does not depend on the settings of the rows beside it.
/// </summary>
internal static class Sampler
{
    /// <summary>Draws from logits [N, V].</summary>
    /// <param name="logits">[N, V].</param>
    /// <param name="draws">N.</param>
    /// <param name="ids">Receives the ids, N.</param>
    /// <exception cref="InvalidOperationException">The logits are not finite.</exception>
    /// <param name="logProbs">
    /// Receives the natural-log probabilities of the ids, N: at the temperature they were drawn at (greedy: at 1), nothing cut, as the learner computes them.
    /// </param>
    public static void Sample(Tensor logits, ReadOnlySpan<Draw> draws, Span<int> ids, Span<float> logProbs)
    {
        using var scope = NewDisposeScope();
        var rows = Needs.Of(draws);
        var wide = logits.to(ScalarType.Float32);
        if (rows.AnyTemperature) wide = wide.div(Column(draws, d => d.Settings.Temperature == 0 ? 1 : d.Settings.Temperature, ScalarType.Float32, logits.device));
        var logProb = wide.log_softmax(1);
        Tensor chosen;
        if (rows.AllGreedy)
        {
            chosen = wide.argmax(1, keepdim: true);
        }
        else
        {
            chosen = Invert(Probabilities(logProb, draws, rows), Column(draws, d => d.Uniform, ScalarType.Float64, logits.device));
            if (rows.AnyGreedy)
            {
                using var greedy = Column(draws, d => d.Settings.Temperature == 0 ? 1 : 0, ScalarType.Float32, logits.device).gt(0.5);
                chosen = where(greedy, wide.argmax(1, keepdim: true), chosen);
            }
        }

        // One transfer for ids and log-probabilities: an id is exact in float64.
        var packed = cat(new[] { chosen.to(ScalarType.Float64), logProb.gather(1, chosen).to(ScalarType.Float64) }, 1).cpu();
        var values = packed.data<double>();
        for (var i = 0; i < draws.Length; i++)
        {
            ids[i] = (int)values[2 * i];
            logProbs[i] = (float)values[2 * i + 1];
            if (float.IsNaN(logProbs[i])) throw new InvalidOperationException("the logits are not finite: these weights have diverged");
        }
    }

    /// <summary>Probabilities after truncation, not normalised again, [N, V].</summary>
    private static Tensor Probabilities(Tensor logProb, ReadOnlySpan<Draw> draws, Needs rows)
    {
        var device = logProb.device;
        var probabilities = logProb.exp();
        if (rows.AnySorted)
        {
            var vocabulary = logProb.shape[1];
            // Stable, so that among equals the lower id is the more probable one.
            var (sorted, order) = probabilities.sort(1, descending: true, stable: true);
            var topK = Column(draws, d => d.Settings.TopK == 0 ? vocabulary : d.Settings.TopK, ScalarType.Float32, device);
            // Infinity: rounding of the cumulative sum must not cut the tail of a row that asked for no cut.
            var topP = Column(draws, d => d.Settings.TopP >= 1 ? double.PositiveInfinity : d.Settings.TopP, ScalarType.Float64, device);
            var rank = arange(0, vocabulary, ScalarType.Float32, device);
            var kept = sorted.mul(rank.lt(topK).to(ScalarType.Float32));
            var reached = kept.cumsum(1, ScalarType.Float64);
            var before = reached.sub(kept);
            kept = kept.mul(before.lt(topP.mul(reached.narrow(1, vocabulary - 1, 1))).to(ScalarType.Float32));
            probabilities = zeros_like(probabilities).scatter(1, order, kept);
        }

        if (rows.AnyMinP)
        {
            var least = probabilities.amax([1L], keepdim: true).mul(Column(draws, d => d.Settings.MinP, ScalarType.Float32, device));
            probabilities = probabilities.mul(probabilities.ge(least).to(ScalarType.Float32));
        }

        return probabilities;
    }

    /// <summary>First id whose cumulative probability exceeds the uniform part of the total, [N, 1].</summary>
    private static Tensor Invert(Tensor probabilities, Tensor uniform)
    {
        var cumulative = probabilities.cumsum(1, ScalarType.Float64);
        // Below 1 by more than rounding, so that some id always exceeds it.
        var threshold = cumulative.narrow(1, probabilities.shape[1] - 1, 1).mul(uniform.clamp(0, 1 - 1e-12));
        // With logits that are not numbers nothing exceeds it; Sample reports that by the log-probability of whatever id this is.
        return searchsorted(cumulative, threshold, right: true).clamp(0, probabilities.shape[1] - 1);
    }

    private static Tensor Column(ReadOnlySpan<Draw> draws, Func<Draw, double> value, ScalarType type, Device device)
    {
        var values = new double[draws.Length];
        for (var i = 0; i < values.Length; i++) values[i] = value(draws[i]);
        return tensor(values, [values.Length, 1]).to(type, device);
    }

    /// <summary>Which stages any row needs.</summary>
    private readonly record struct Needs(bool AllGreedy, bool AnyGreedy, bool AnyTemperature, bool AnySorted, bool AnyMinP)
    {
        public static Needs Of(ReadOnlySpan<Draw> draws)
        {
            bool allGreedy = true, anyGreedy = false, temperature = false, sorted = false, minP = false;
            foreach (var draw in draws)
            {
                var settings = draw.Settings;
                var greedy = settings.Temperature == 0;
                allGreedy &= greedy;
                anyGreedy |= greedy;
                temperature |= !greedy && settings.Temperature != 1;
                sorted |= settings.TopK > 0 || settings.TopP < 1;
                minP |= settings.MinP > 0;
            }

            return new Needs(allGreedy, anyGreedy, temperature, sorted, minP);
        }
    }
}
