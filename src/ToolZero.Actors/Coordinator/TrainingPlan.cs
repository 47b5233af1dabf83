using System.Collections.Immutable;
using ToolZero.Core.Rewards.Schedules;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;

namespace ToolZero.Actors.Coordinator;

/// <summary>Schedule weight and learning rate of every step. A schedule that follows success is advanced by each batch, in step order.</summary>
public sealed record TrainingPlan(IWeightSchedule Schedule, LearningRateSchedule LearningRate)
{
    /// <summary>The plan after the batches that are journalled already.</summary>
    public TrainingPlan After(IEnumerable<double> astRates) => this with { Schedule = astRates.Aggregate(Schedule, (s, rate) => s.Advance(rate)) };

    /// <summary>The journal entry of the next batch, and the plan after it.</summary>
    public (JournalledBatch Entry, TrainingPlan Next) Plan(OutstandingBatch batch, ImmutableArray<ScoredGroup> groups)
    {
        var astRate = groups.SelectMany(g => g.Samples).Average(s => s.Score.Success ? 1.0 : 0.0);
        var entry = new JournalledBatch(batch.Step, batch.Groups, Schedule.Weight(batch.Step), LearningRate.Rate(batch.Step), astRate);
        return (entry, this with { Schedule = Schedule.Advance(astRate) });
    }
}
