using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;

namespace ToolZero.Actors.Wire.Values;

/// <summary>A training step: its batch, what the learner reports, the metrics.</summary>
internal static class StepValues
{
    public static void WriteBatch(ref WireWriter w, TrainingBatch batch)
    {
        w.Keys(5);
        w.Long(batch.Step);
        w.Double(batch.ScheduleWeight);
        w.Double(batch.LearningRate);
        w.List(batch.Groups, GroupValues.WriteGroup);
        w.Record(batch.Bounds, WriteBounds);
    }

    public static TrainingBatch ReadBatch(ref WireReader r) =>
        new(r.Long(), r.Double(), r.Double(), r.Records(GroupValues.ReadGroup)) { Bounds = r.RecordOrNull(ReadBounds) };

    private static void WriteBounds(ref WireWriter w, UpdateBounds bounds)
    {
        w.Keys(3);
        w.Double(bounds.ClipLow);
        w.Double(bounds.ClipHigh);
        w.Double(bounds.TruncatedImportance);
    }

    private static UpdateBounds ReadBounds(ref WireReader r) => new(r.Double(), r.Double(), r.Double());

    public static void WriteReport(ref WireWriter w, StepReport report)
    {
        w.Keys(22);
        w.Long(report.Step);
        w.Bool(report.Updated);
        w.Double(report.Loss);
        w.Double(report.GradientNorm);
        w.Double(report.LearningRate);
        w.Double(report.Entropy);
        w.Double(report.ClipFraction);
        w.Double(report.KlK1);
        w.Double(report.KlK3);
        w.Double(report.RatioMax);
        w.Double(report.LogProbDifferenceMax);
        w.Double(report.LogProbDifferenceMean);
        w.Double(report.RewardMean);
        w.Double(report.AdvantageMean);
        w.Int(report.Groups);
        w.Int(report.ZeroVarianceGroups);
        w.Long(report.TokensTrained);
        w.Long(report.TokensProcessed);
        w.Int(report.MicroBatches);
        w.Double(report.Seconds);
        w.Double(report.OptimiserSeconds);
        w.Double(report.KlReference);
    }

    public static StepReport ReadReport(ref WireReader r) => new(
        Step: r.Long(),
        Updated: r.Bool(),
        Loss: r.Double(),
        GradientNorm: r.Double(),
        LearningRate: r.Double(),
        Entropy: r.Double(),
        ClipFraction: r.Double(),
        KlK1: r.Double(),
        KlK3: r.Double(),
        RatioMax: r.Double(),
        LogProbDifferenceMax: r.Double(),
        LogProbDifferenceMean: r.Double(),
        RewardMean: r.Double(),
        AdvantageMean: r.Double(),
        Groups: r.Int(),
        ZeroVarianceGroups: r.Int(),
        TokensTrained: r.Long(),
        TokensProcessed: r.Long(),
        MicroBatches: r.Int(),
        Seconds: r.Double(),
        OptimiserSeconds: r.Double())
    {
        KlReference = r.Double(),
    };
}
