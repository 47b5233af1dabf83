using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;

namespace ToolZero.Actors.Coordinator;

/// <summary>What the coordinator works with; it outlives one incarnation of the actor.</summary>
/// <param name="Settings">What it decides by, as the run began.</param>
/// <param name="Ledger">Durable state; a new incarnation restores itself from it.</param>
/// <param name="LearningRate">How the learning rate goes; its peak is a live setting.</param>
/// <param name="Task">The dataset row of a group.</param>
/// <param name="Log">Receives every step that is trained.</param>
/// <param name="Time">Clock of deadlines and measurements.</param>
public sealed record CoordinatorServices(
    CoordinatorSettings Settings, IRunLedger Ledger, LearningRateSchedule LearningRate, Func<GroupId, ToolTask> Task, IStepLog Log, TimeProvider Time);
