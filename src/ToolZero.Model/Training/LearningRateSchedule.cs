namespace ToolZero.Model.Training;

/// <summary>Shape of the learning rate after the warm-up.</summary>
public enum LearningRateShape
{
    /// <summary>The peak throughout.</summary>
    Constant = 0,

    /// <summary>Half a cosine from the peak to the final rate at the last step.</summary>
    Cosine = 1,

    /// <summary>Warm-up-stable-decay: the peak, then a straight line to the final rate over the last <see cref="LearningRateSchedule.DecayShare"/>.</summary>
    StableDecay = 2,
}

/// <summary>
/// Learning rate as a pure function of the optimiser step: a linear warm-up that reaches the peak at step <c>WarmUpSteps</c> (step 0 already
/// learns, at peak / WarmUpSteps), then the shape.
/// </summary>
/// <param name="Shape">What follows the warm-up.</param>
/// <param name="Peak">Highest learning rate, above 0.</param>
/// <param name="TotalSteps">Steps of the run; later steps keep the final rate.</param>
/// <param name="WarmUpSteps">Steps of linear warm-up, 0 for none.</param>
/// <param name="FinalRatio">Final rate as a share of the peak, in [0, 1].</param>
/// <param name="DecayShare">Share of the run that <see cref="LearningRateShape.StableDecay"/> spends decaying, in (0, 1].</param>
public sealed record LearningRateSchedule(
    LearningRateShape Shape,
    double Peak,
    long TotalSteps,
    long WarmUpSteps = 0,
    double FinalRatio = 0.1,
    double DecayShare = 0.2)
{
    /// <summary>The rate of <paramref name="step"/>, counted from 0.</summary>
    public double Rate(long step)
    {
        if (step < WarmUpSteps) return Peak * (step + 1) / WarmUpSteps;
        return Shape switch
        {
            LearningRateShape.Constant => Peak,
            LearningRateShape.Cosine => Between(0.5 * (1 + Math.Cos(Math.PI * Progress(step, WarmUpSteps)))),
            LearningRateShape.StableDecay => Between(1 - Progress(step, Math.Max(WarmUpSteps, (long)(TotalSteps * (1 - DecayShare))))),
            _ => throw new InvalidOperationException($"unknown learning-rate shape {Shape}"),
        };
    }

    private double Between(double weightOfPeak) => Peak * (FinalRatio + (1 - FinalRatio) * weightOfPeak);

    private double Progress(long step, long start) => Math.Clamp((step - start) / (double)Math.Max(1, TotalSteps - 1 - start), 0, 1);
}
