using System.Collections.Immutable;
using ToolZero.Core.Data;

namespace ToolZero.Model.Generation;

/// <summary>
/// How tokens are drawn. Truncation is applied in the order temperature, top-k, top-p, min-p, each on what the one before left.
/// The defaults draw from the unmodified policy.
/// </summary>
/// <param name="Temperature">Divides the logits; 0 takes the most probable token.</param>
/// <param name="TopP">Keeps the smallest set of most probable tokens whose probabilities reach this; 1 keeps all.</param>
/// <param name="TopK">Keeps this many most probable tokens; 0 keeps all.</param>
/// <param name="MinP">Keeps tokens at least this fraction as probable as the most probable one; 0 keeps all.</param>
/// <param name="MaxTokens">Token budget of a completion, at least 1.</param>
/// <param name="StopSequences">Texts that end a completion as soon as its text holds one of them.</param>
public sealed record SamplingSettings(
    double Temperature,
    double TopP,
    int TopK,
    double MinP,
    int MaxTokens,
    ImmutableArray<string> StopSequences)
{
    /// <summary>The unmodified policy at temperature 1.</summary>
    public static SamplingSettings Policy(int maxTokens) => new(1, 1, 0, 0, maxTokens, []);

    /// <summary>Always the most probable token.</summary>
    public static SamplingSettings Greedy(int maxTokens) => new(0, 1, 0, 0, maxTokens, []);

    /// <summary>The same, or a DataException that names the setting.</summary>
    public SamplingSettings Validated()
    {
        if (!(Temperature >= 0 && double.IsFinite(Temperature))) throw new DataException($"sampling: temperature: {Temperature} is not a number of at least 0");
        if (!(TopP > 0 && TopP <= 1)) throw new DataException($"sampling: top-p: {TopP} is not above 0 and at most 1");
        if (TopK < 0) throw new DataException($"sampling: top-k: {TopK} is below 0");
        if (!(MinP >= 0 && MinP <= 1)) throw new DataException($"sampling: min-p: {MinP} is not between 0 and 1");
        if (MaxTokens < 1) throw new DataException($"sampling: max-tokens: {MaxTokens} is below 1");
        if (!StopSequences.IsDefault && StopSequences.Any(string.IsNullOrEmpty)) throw new DataException("sampling: stop: a stop sequence is empty");
        return this;
    }
}
