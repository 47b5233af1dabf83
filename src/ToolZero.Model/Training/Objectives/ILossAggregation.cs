using static TorchSharp.torch;

namespace ToolZero.Model.Training.Objectives;

/// <summary>How losses of tokens become one number: a weight for each token, so that the parts of a batch add up to the whole.</summary>
internal interface ILossAggregation
{
    /// <summary>[B, T], 0 outside the mask.</summary>
    /// <param name="mask">[B, T] 1 on trained tokens.</param>
    /// <param name="lengths">[B, 1] trained tokens of each sequence, at least 1.</param>
    /// <param name="batch">Size of the whole batch.</param>
    Tensor Weights(Tensor mask, Tensor lengths, LossNormaliser batch);
}

/// <summary>Mean over the trained tokens of a sequence, then over sequences (GRPO; DeepSeekMath, Eq. 3): a token of a long answer weighs less.</summary>
internal sealed class SequenceMean : ILossAggregation
{
    public Tensor Weights(Tensor mask, Tensor lengths, LossNormaliser batch) => mask / lengths / batch.Sequences;
}

/// <summary>Mean over all trained tokens of the batch (DAPO, Eq. 12): all tokens weigh the same, so long answers weigh more.</summary>
internal sealed class TokenMean : ILossAggregation
{
    public Tensor Weights(Tensor mask, Tensor lengths, LossNormaliser batch) => mask / Math.Max(1, batch.Tokens);
}

/// <summary>Sum over tokens, divided by sequences × a constant length (Dr. GRPO, Liu et al. 2025, section 3.2): length has no influence.</summary>
/// <param name="length">The constant.</param>
internal sealed class ConstantLength(double length) : ILossAggregation
{
    public Tensor Weights(Tensor mask, Tensor lengths, LossNormaliser batch) => mask / (batch.Sequences * length);
}
