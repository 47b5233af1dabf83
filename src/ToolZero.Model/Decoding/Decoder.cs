using ToolZero.Model.Adapters;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Decoding;

/// <summary>
/// The decoder as pure functions of weights and tokens: pre-norm layers of grouped-query attention with rotary positions and SwiGLU, for
/// qwen2, qwen3 and llama. Gradients flow to every tensor of the weights that asks for them; nothing is changed in place.
/// D = hidden size, V = vocabulary size.
/// </summary>
public static class Decoder
{
    /// <summary>Hidden states after the final norm, [B, T, D].</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="tokens">int64 [B, T] at positions 0 to T - 1; padding, if any, on the right, and its rows are to be ignored.</param>
    public static Tensor Hidden(DecoderWeights weights, Tensor tokens)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(tokens);
        using var scope = NewDisposeScope();
        return Hidden(FusedWeights.From(weights), tokens).MoveToOuterDisposeScope();
    }

    /// <summary>Logits of hidden states, [..., D] to [..., V].</summary>
    public static Tensor Head(DecoderWeights weights, Tensor hidden)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(hidden);
        using var scope = NewDisposeScope();
        long width = weights.Config.HiddenSize;
        var logits = hidden.reshape(-1, width).mm(weights.Head.t());
        long[] shape = [.. hidden.shape[..^1], weights.Config.VocabSize];
        return logits.view(shape).MoveToOuterDisposeScope();
    }

    /// <summary>Logits of every position, [B, T, V].</summary>
    public static Tensor Logits(DecoderWeights weights, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return Head(weights, Hidden(weights, tokens)).MoveToOuterDisposeScope();
    }

    /// <summary>Logits of every position, [B, T, V], of a frozen base with adapters; gradients flow to the adapters alone.</summary>
    public static Tensor Logits(DecoderWeights weights, AdapterWeights adapters, Tensor tokens)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(adapters);
        ArgumentNullException.ThrowIfNull(tokens);
        using var scope = NewDisposeScope();
        return Head(weights, Hidden(FusedWeights.From(weights).With(weights, adapters), tokens)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Hidden states after the final norm that predict the M continuation tokens of grouped samples, [M, D] in the order of
    /// <see cref="GroupedTokens.Targets"/>. Every prompt is computed once, however many samples continue it.
    /// </summary>
    public static Tensor GroupedHidden(DecoderWeights weights, GroupedTokens tokens)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(tokens);
        using var scope = NewDisposeScope();
        return GroupedHidden(FusedWeights.From(weights), tokens).MoveToOuterDisposeScope();
    }

    /// <summary>Logits that predict the M continuation tokens of grouped samples, [M, V] in the order of <see cref="GroupedTokens.Targets"/>.</summary>
    public static Tensor GroupedLogits(DecoderWeights weights, GroupedTokens tokens)
    {
        using var scope = NewDisposeScope();
        return Head(weights, GroupedHidden(weights, tokens)).MoveToOuterDisposeScope();
    }

    /// <summary>The same of arranged weights, with adapters or without.</summary>
    internal static Tensor GroupedLogits(FusedWeights weights, GroupedTokens tokens)
    {
        using var scope = NewDisposeScope();
        return GroupedHidden(weights, tokens).mm(weights.Head).MoveToOuterDisposeScope();
    }

    private static Tensor Hidden(FusedWeights weights, Tensor tokens)
    {
        var state = PrefixForward.Run(weights, tokens, lengths: null);
        return FinalNorm(weights, state.Hidden).view(tokens.shape[0], tokens.shape[1], weights.Config.HiddenSize);
    }

    private static Tensor GroupedHidden(FusedWeights weights, GroupedTokens tokens)
    {
        var prefix = PrefixForward.Run(weights, tokens.Prefix, tokens.PrefixLengths);
        var hidden = tokens.InputLength == 0
            ? prefix.Hidden
            : cat(new[] { prefix.Hidden, ContinuationForward.Run(weights, prefix, tokens) }, 0);
        return FinalNorm(weights, hidden.index_select(0, tokens.Sources));
    }

    internal static Tensor FinalNorm(FusedWeights weights, Tensor x) => DecoderMath.Normalise(x, weights.Epsilon).mul(weights.FinalNorm);
}
