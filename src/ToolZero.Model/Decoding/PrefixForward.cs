using static TorchSharp.torch;

namespace ToolZero.Model.Decoding;

/// <summary>What the tokens of P prompts leave behind for those that continue them.</summary>
/// <param name="Keys">Per layer, rotated: [P * KeyValueHeads, T, HeadDim].</param>
/// <param name="Values">Per layer: [P * KeyValueHeads, T, HeadDim].</param>
/// <param name="Hidden">Residual stream before the final norm: [P, D] of the last prompt tokens, or [P * T, D] of all.</param>
internal sealed record PrefixState(Tensor[] Keys, Tensor[] Values, Tensor Hidden);

/// <summary>Causal forward over right-padded sequences. Padding behind a sequence cannot reach it: every query looks back only.</summary>
internal static class PrefixForward
{
    /// <summary>Forward over tokens [P, T].</summary>
    /// <param name="weights">Fused weights.</param>
    /// <param name="tokens">int64 [P, T].</param>
    /// <param name="lengths">
    /// Tokens of each prompt: the last layer is then computed at the last token of each only, which is all that a continuation needs
    /// besides keys and values. Null: everywhere.
    /// </param>
    public static PrefixState Run(FusedWeights weights, Tensor tokens, IReadOnlyList<int>? lengths)
    {
        using var scope = NewDisposeScope();
        var config = weights.Config;
        long sequences = tokens.shape[0], length = tokens.shape[1];
        var rotation = Rotation.UpTo(weights.Rotary, config, (int)length, weights.Type);
        var mask = DecoderMath.CausalMask(config.QueriesPerKey, length, weights.Type, weights.Device);
        var keys = new Tensor[config.Layers];
        var values = new Tensor[config.Layers];
        var x = weights.Embedding.index_select(0, tokens.reshape(sequences * length));
        for (var i = 0; i < config.Layers; i++)
        {
            var lastOnly = lengths is not null && i == config.Layers - 1;
            (x, keys[i], values[i]) = Layer(weights, weights.Layers[i], x, sequences, length, rotation, mask, lastOnly ? lengths : null);
        }

        foreach (var tensor in keys.Concat(values)) tensor.MoveToOuterDisposeScope();
        return new PrefixState(keys, values, x.MoveToOuterDisposeScope());
    }

    private static (Tensor X, Tensor Keys, Tensor Values) Layer(
        FusedWeights weights, FusedLayer layer, Tensor x, long sequences, long length, Rotation rotation, Tensor mask, IReadOnlyList<int>? lastOf)
    {
        using var scope = NewDisposeScope();
        var config = weights.Config;
        long keyHeads = config.KeyValueHeads, repeats = config.QueriesPerKey, width = config.HeadDim, heads = config.Heads;
        var projected = DecoderMath.Project(x, layer, weights.Epsilon);
        var rotated = DecoderMath.QueriesAndKeys(projected, layer, config, weights.Epsilon, rotation, [sequences, length, (heads + keyHeads) * width]);
        var keys = rotated.narrow(1, heads, keyHeads).view(sequences, length, keyHeads, width).transpose(1, 2).reshape(sequences * keyHeads, length, width);
        var values = DecoderMath.Values(projected, config).view(sequences, length, keyHeads, width).transpose(1, 2).reshape(sequences * keyHeads, length, width);
        var queries = rotated.narrow(1, 0, heads);
        long queried = length;
        if (lastOf is not null)
        {
            var last = tensor(lastOf.Select((n, p) => p * length + n - 1).ToArray()).to(weights.Device);
            queries = queries.index_select(0, last);
            x = x.index_select(0, last);
            mask = DecoderMath.LengthMask(lastOf, keyHeads, length, weights.Type, weights.Device);
            queried = 1;
        }

        queries = queries.reshape(sequences, queried, keyHeads, repeats, width).permute(0, 2, 3, 1, 4).reshape(sequences * keyHeads, repeats * queried, width);
        var attention = queries.bmm(keys.transpose(1, 2)).add_(mask).softmax(2);
        var attended = attention.bmm(values).view(sequences, keyHeads, repeats, queried, width).permute(0, 3, 1, 2, 4).reshape(sequences * queried, heads * width);
        var result = DecoderMath.Finish(x, attended, layer, weights.Epsilon);
        return (result.MoveToOuterDisposeScope(), keys.MoveToOuterDisposeScope(), values.MoveToOuterDisposeScope());
    }
}
