using static TorchSharp.torch;

namespace ToolZero.Model.Training.Objectives;

/// <summary>
/// min(ratio·A, clip(ratio)·A) with the ratio of the token: a step outside the bounds gains nothing, a step back always does (PPO, Schulman et
/// al. 2017, Eq. 7; GRPO, DAPO and Dr. GRPO take it over).
/// </summary>
internal sealed class ClippedSurrogate : IPolicyObjective
{
    public ObjectiveResult Of(ObjectiveInputs inputs, double low, double high) => Surrogate(inputs.LogRatio.exp(), inputs.Advantages, low, high);

    public static ObjectiveResult Surrogate(Tensor ratio, Tensor advantages, double low, double high)
    {
        var free = ratio * advantages;
        var held = ratio.clamp(1 - low, 1 + high) * advantages;
        return new ObjectiveResult(minimum(free, held), ratio, held.lt(free));
    }
}
