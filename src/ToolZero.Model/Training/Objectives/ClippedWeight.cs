namespace ToolZero.Model.Training.Objectives;

/// <summary>
/// A·log π weighted by the clipped ratio, through which no gradient flows: the bound limits the weight of a token and never drops it (CISPO,
/// MiniMax-M1 2025, Eq. 4).
/// </summary>
internal sealed class ClippedWeight : IPolicyObjective
{
    public ObjectiveResult Of(ObjectiveInputs inputs, double low, double high)
    {
        var ratio = inputs.LogRatio.exp();
        var bounded = ratio.clamp(1 - low, 1 + high);
        return new ObjectiveResult(bounded.detach() * inputs.Advantages * inputs.Current, ratio, bounded.ne(ratio));
    }
}
