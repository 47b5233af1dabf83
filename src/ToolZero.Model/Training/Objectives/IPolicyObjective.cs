using static TorchSharp.torch;

namespace ToolZero.Model.Training.Objectives;

/// <summary>What an objective looks at. B sequences, T positions.</summary>
/// <param name="Current">[B, T] log π_current, with its graph.</param>
/// <param name="LogRatio">[B, T] log π_current − log π_old, 0 outside the mask.</param>
/// <param name="Lengths">[B, 1] trained tokens of each sequence, at least 1.</param>
/// <param name="Advantages">[B, 1].</param>
internal sealed record ObjectiveInputs(Tensor Current, Tensor LogRatio, Tensor Lengths, Tensor Advantages);

/// <summary>What an objective makes of every token.</summary>
/// <param name="Gain">[B, T] what is maximised, with its graph.</param>
/// <param name="Ratio">[B, T] importance ratio.</param>
/// <param name="Clipped">[B, T] true where the bound decides.</param>
internal sealed record ObjectiveResult(Tensor Gain, Tensor Ratio, Tensor Clipped);

/// <summary>What a policy-gradient algorithm maximises for one token.</summary>
internal interface IPolicyObjective
{
    /// <param name="inputs">The batch.</param>
    /// <param name="low">The ratio is bounded below by 1 − low.</param>
    /// <param name="high">The ratio is bounded above by 1 + high.</param>
    ObjectiveResult Of(ObjectiveInputs inputs, double low, double high);
}
