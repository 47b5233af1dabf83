namespace ToolZero.Actors.Learner;

/// <summary>What the learner actor is given.</summary>
/// <param name="Checkpoints">Where checkpoints are.</param>
/// <param name="Seed">Seed of the run, written into each.</param>
/// <param name="Create">Makes a trainer from a checkpoint, or from the base model when there is none.</param>
/// <param name="Time">Clock of the time split.</param>
public sealed record LearnerServices(CheckpointStore Checkpoints, ulong Seed, Func<StoredCheckpoint?, IPolicyTrainer> Create, TimeProvider Time)
{
    /// <summary>Time between two words to the coordinator.</summary>
    public TimeSpan Hello { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A checkpoint that the disk does not take is tried again until it does, and the run waits; otherwise it ends the run.</summary>
    public bool OutlivesDiskFaults { get; init; }
}
