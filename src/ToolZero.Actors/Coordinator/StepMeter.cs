using ToolZero.Core.Metrics;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Coordinator;

/// <summary>Measures where a step's time goes, as the learner sees it. Used by the coordinator's thread alone.</summary>
internal sealed class StepMeter(TimeProvider time)
{
    private long _stepEnded = time.GetTimestamp();
    private TimeSpan _waited;
    private TimeSpan _scoring;
    private TimeSpan _checkpoint;

    /// <summary>A group came in; the last one before the batch decides how long scoring was waited for.</summary>
    public void Stored(TimeSpan scoring) => _scoring = scoring;

    public void CheckpointSaved(TimeSpan duration) => _checkpoint += duration;

    /// <summary>The learner was given its batch: what went before was waiting.</summary>
    public void Sent() => _waited = time.GetElapsedTime(_stepEnded);

    public StepMetrics Finish(TrainingBatch batch, BatchTrained trained)
    {
        var total = time.GetElapsedTime(_stepEnded).TotalSeconds;
        var waited = Math.Max(0, (_waited - _checkpoint).TotalSeconds);
        var reward = Math.Min(waited, _scoring.TotalSeconds);
        var (learn, weights, checkpoint) = (trained.Training.TotalSeconds, trained.Publishing.TotalSeconds, _checkpoint.TotalSeconds);
        var other = Math.Max(0, total - waited - learn - weights - checkpoint);
        (_stepEnded, _scoring, _checkpoint) = (time.GetTimestamp(), TimeSpan.Zero, TimeSpan.Zero);
        return new StepMetrics(
            batch.Step,
            BatchStatistics.Of(batch),
            Update(trained.Report),
            new TimeSplit(waited - reward, reward, learn, weights, checkpoint, other));
    }

    internal static UpdateStatistics Update(StepReport report) => new(
        report.Loss,
        report.GradientNorm,
        report.Entropy,
        report.ClipFraction,
        report.KlK1,
        report.KlK3,
        report.RatioMax,
        report.LogProbDifferenceMax,
        report.LearningRate,
        report.TokensTrained)
    {
        KlReference = report.KlReference,
    };
}
