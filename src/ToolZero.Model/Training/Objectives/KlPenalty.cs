using static TorchSharp.torch;

namespace ToolZero.Model.Training.Objectives;

/// <summary>Estimates of KL(current ‖ reference) from one token (Schulman, "Approximating KL divergence", 2020).</summary>
internal static class KlPenalty
{
    /// <summary>[B, T] in nats, with its graph.</summary>
    public static Tensor Of(KlEstimator estimator, Tensor current, Tensor reference)
    {
        var logRatio = reference - current;
        return estimator == KlEstimator.K1 ? -logRatio : logRatio.exp() - logRatio - 1;
    }
}
