using System.Collections.Immutable;
using ToolZero.Core.Rewards.Schedules;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;

namespace ToolZero.Actors.Coordinator;

/// <summary>Schedule weight and learning rate of every step. A schedule that follows success is advanced by each batch, in step order.</summary>
public sealed record TrainingPlan(IWeightSchedule Schedule, LearningRateSchedule LearningRate)
{
    /// <summary>The plan of a run by the settings in force, after the batches that are journalled already.</summary>
    /// <param name="settings">Settings in force.</param>
    /// <param name="shape">How the learning rate goes; its peak is the settings'.</param>
    /// <param name="astRates">Shares of exact answers of the journalled batches.</param>
    public static TrainingPlan Of(CoordinatorSettings settings, LearningRateSchedule shape, IEnumerable<double> astRates) => new(
        astRates.Aggregate(WeightSchedules.Create(settings.Live.Schedule, settings.Steps), (schedule, rate) => schedule.Advance(rate)),
        shape with { Peak = settings.Live.LearningRate });

    /// <summary>The journal entry of the next batch, and the plan after it.</summary>
    public (JournalledBatch Entry, TrainingPlan Next) Plan(OutstandingBatch batch, ImmutableArray<ScoredGroup> groups, UpdateBounds bounds)
    {
        var astRate = groups.SelectMany(g => g.Samples).Average(s => s.Score.Success ? 1.0 : 0.0);
        var entry = new JournalledBatch(batch.Step, batch.Groups, Schedule.Weight(batch.Step), LearningRate.Rate(batch.Step), astRate, bounds);
        return (entry, this with { Schedule = Schedule.Advance(astRate) });
    }
}
