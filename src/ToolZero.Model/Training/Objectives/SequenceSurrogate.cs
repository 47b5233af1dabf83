namespace ToolZero.Model.Training.Objectives;

/// <summary>
/// The clipped surrogate with the geometric mean of the sequence's ratios in every token's place: rewards judge whole answers, so whole answers
/// are weighted (GSPO, Zheng et al. 2025, Eqs. 5 and 7). Such ratios stay near 1, hence narrow bounds.
/// </summary>
internal sealed class SequenceSurrogate : IPolicyObjective
{
    public ObjectiveResult Of(ObjectiveInputs inputs, double low, double high)
    {
        var logRatio = (inputs.LogRatio.sum(1, true) / inputs.Lengths).expand(inputs.LogRatio.shape);
        return ClippedSurrogate.Surrogate(logRatio.exp(), inputs.Advantages, low, high);
    }
}
