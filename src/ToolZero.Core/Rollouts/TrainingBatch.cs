using System.Collections.Immutable;

namespace ToolZero.Core.Rollouts;

/// <summary>
/// What one optimiser step consumes: whole groups in a fixed order. Journalled before it is trained, so that a learner which restarts
/// from a checkpoint replays the same batches to the same weights.
/// </summary>
/// <param name="Step">Optimiser step t this batch makes, from 0: policy version <c>Step</c> goes in, <c>Step + 1</c> comes out.</param>
/// <param name="ScheduleWeight">sigma(t) of Tool-Zero Eq. 5 for this step: the weight of the strict reward.</param>
/// <param name="LearningRate">Learning rate of this step.</param>
/// <param name="Groups">The groups, ascending by id.</param>
public sealed record TrainingBatch(
    long Step,
    double ScheduleWeight,
    double LearningRate,
    ImmutableArray<ScoredGroup> Groups)
{
    /// <summary>What bounds the update; null = what the learner was started with.</summary>
    public UpdateBounds? Bounds { get; init; }
}
