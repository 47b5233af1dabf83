using static TorchSharp.torch;

namespace ToolZero.Model.Decoding;

/// <summary>
/// Forward over P * G continuations that share P prefixes. All queries of a group meet its prefix keys in one product, so the keys and
/// values of the prefix are never copied per sample; each continuation meets its own keys causally; one softmax spans both.
/// </summary>
internal static class ContinuationForward
{
    /// <summary>Residual stream before the final norm, [P * G * InputLength, D].</summary>
    public static Tensor Run(FusedWeights weights, PrefixState prefix, GroupedTokens tokens)
    {
        using var scope = NewDisposeScope();
        var config = weights.Config;
        var rotation = Rotation.At(weights.Rotary, config, tokens.Positions, tokens.PrefixLength + tokens.InputLength, weights.Type)
            .View(tokens.Groups, 1, tokens.InputLength, (config.Heads + config.KeyValueHeads) * (long)config.HeadDim);
        var ownMask = DecoderMath.CausalMask(config.QueriesPerKey, tokens.InputLength, weights.Type, weights.Device);
        var prefixMask = DecoderMath.LengthMask(tokens.PrefixLengths, config.KeyValueHeads, tokens.PrefixLength, weights.Type, weights.Device);
        var x = weights.Embedding.index_select(0, tokens.Inputs);
        for (var i = 0; i < config.Layers; i++) x = Layer(weights, i, x, prefix, tokens, rotation, prefixMask, ownMask);
        return x.MoveToOuterDisposeScope();
    }

    private static Tensor Layer(FusedWeights weights, int index, Tensor x, PrefixState prefix, GroupedTokens tokens, Rotation rotation, Tensor prefixMask, Tensor ownMask)
    {
        using var scope = NewDisposeScope();
        var config = weights.Config;
        var layer = weights.Layers[index];
        long groups = tokens.Groups, samples = tokens.Samples, length = tokens.InputLength, before = tokens.PrefixLength;
        long keyHeads = config.KeyValueHeads, repeats = config.QueriesPerKey, width = config.HeadDim, heads = config.Heads;
        long batch = groups * keyHeads * samples;

        var projected = DecoderMath.Project(x, layer, weights.Epsilon);
        var rotated = DecoderMath.QueriesAndKeys(projected, layer, config, weights.Epsilon, rotation, [groups, samples, length, (heads + keyHeads) * width]);
        // One arrangement (group, key head, sample, repeat, position) serves both products: by group and key head, and by sample besides.
        var queries = rotated.narrow(1, 0, heads).view(groups, samples, length, keyHeads, repeats, width)
            .permute(0, 3, 1, 4, 2, 5).reshape(groups * keyHeads, samples * repeats * length, width);
        var keys = BySample(rotated.narrow(1, heads, keyHeads));
        var values = BySample(DecoderMath.Values(projected, config));

        var toPrefix = queries.bmm(prefix.Keys[index].transpose(1, 2)).add_(prefixMask).view(batch, repeats * length, before);
        var toOwn = queries.view(batch, repeats * length, width).bmm(keys.transpose(1, 2)).add_(ownMask);
        // split, not narrow: its gradient is one concatenation.
        var attention = cat(new[] { toPrefix, toOwn }, 2).softmax(2).split([before, length], 2);
        var fromPrefix = attention[0].view(groups * keyHeads, samples * repeats * length, before).bmm(prefix.Values[index]);
        var attended = attention[1].bmm(values).add_(fromPrefix.view(batch, repeats * length, width))
            .view(groups, keyHeads, samples, repeats, length, width).permute(0, 2, 4, 1, 3, 5).reshape(groups * samples * length, heads * width);
        return DecoderMath.Finish(x, attended, layer, weights.Epsilon).MoveToOuterDisposeScope();

        Tensor BySample(Tensor perHead) => perHead.view(groups, samples, length, keyHeads, width).permute(0, 3, 1, 2, 4).reshape(batch, length, width);
    }
}
