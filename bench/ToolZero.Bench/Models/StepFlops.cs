using ToolZero.Core.Rollouts;
using ToolZero.Model.Configuration;

namespace ToolZero.Bench.Models;

/// <summary>
/// Floating-point operations that a learner step cannot do without: of matrix products alone, no padding, only visible pairs of a query and a key, each
/// prompt once. The backward pass of a product is two products of the same size, hence 3 times the forward pass: 6 operations for each parameter and token.
/// <code>
/// step    = 3 · forward
/// forward = 2 · parameters · tokens, summed over the matrices and the tokens each meets  +  4 · Heads · HeadDim · pairs
/// tokens  : prompt tokens and completion tokens but the last of each; in the last layer a prompt meets the key and value matrices, and only its last
///           token the rest; the head meets every completion token once as a target
/// pairs   : (query, key) that attention may look at, summed over layers
/// </code>
/// </summary>
internal static class StepFlops
{
    public static double Of(ModelConfig config, TrainingBatch batch)
    {
        double width = config.HeadDim, hidden = config.HiddenSize, layers = config.Layers;
        var keysAndValues = hidden * 2 * config.KeyValueHeads * width;
        var rest = hidden * config.Heads * width * 2 + 3 * hidden * config.IntermediateSize;
        double products = 0, pairs = 0;
        foreach (var group in batch.Groups)
        {
            double prompt = group.PromptTokens.Length;
            products += prompt * layers * keysAndValues + (prompt * (layers - 1) + 1) * rest;
            pairs += (layers - 1) * prompt * (prompt + 1) / 2 + prompt;
            foreach (var (trajectory, _) in group.Samples)
            {
                double targets = trajectory.Tokens.Length, fed = targets - 1;
                products += fed * layers * (keysAndValues + rest) + targets * hidden * config.VocabSize;
                pairs += layers * (fed * prompt + fed * (fed + 1) / 2);
            }
        }

        return 3 * (2 * products + 4 * config.Heads * width * pairs);
    }
}
