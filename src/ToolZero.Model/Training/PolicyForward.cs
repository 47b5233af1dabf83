using ToolZero.Model.Adapters;
using ToolZero.Model.Decoding;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Training;

/// <summary>A policy as a micro-batch computes with it; the weights are the caller's. One object serves one thread at a time.</summary>
internal abstract class PolicyForward
{
    /// <summary>What gradients are taken to, in canonical order.</summary>
    public abstract IReadOnlyList<Tensor> Trained { get; }

    /// <summary>Logits of the continuation tokens, [M, V], with their graph.</summary>
    public abstract Tensor Logits(GroupedTokens tokens);
}

/// <summary>All weights are trained, or none (the reference).</summary>
internal sealed class WholeForward(DecoderWeights weights) : PolicyForward
{
    public override IReadOnlyList<Tensor> Trained => weights.Tensors;

    public override Tensor Logits(GroupedTokens tokens) => Decoder.GroupedLogits(weights, tokens);
}

/// <summary>Adapters over a base that is arranged once, because it never changes. Without adapters it is the base itself: a reference that costs no memory.</summary>
/// <param name="weights">The base; the caller's.</param>
/// <param name="arranged">The same, arranged; the caller's.</param>
/// <param name="adapters">Leaf tensors of the thread; the caller's. Null for the reference.</param>
internal sealed class AdapterForward(DecoderWeights weights, FusedWeights arranged, AdapterWeights? adapters) : PolicyForward
{
    public override IReadOnlyList<Tensor> Trained => adapters?.Tensors ?? [];

    public override Tensor Logits(GroupedTokens tokens)
    {
        using var scope = NewDisposeScope();
        return Decoder.GroupedLogits(adapters is null ? arranged : arranged.With(weights, adapters), tokens).MoveToOuterDisposeScope();
    }
}
