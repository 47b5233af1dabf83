using ToolZero.Actors.Runs;
using ToolZero.Actors.Telemetry;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;
using static TorchSharp.torch;

namespace ToolZero.Actors.Hosting;

/// <summary>What to train and how to treat its run folder.</summary>
/// <param name="Configuration">All settings. A resumed run keeps those of its own config.conf.</param>
/// <param name="Folder">New, resume or clean.</param>
public sealed record TrainingRequest(RunConfiguration Configuration, FolderMode Folder = FolderMode.New)
{
    /// <summary>A rule to train with in place of the configured one.</summary>
    public IReward? Reward { get; init; }

    /// <summary>Clock of the run.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>
/// The main job in one process: baseline evaluation, training by the actors, final evaluation, summary. Cancelled, it drains to a checkpoint and
/// says how to resume; killed, the next process resumes from ledger and checkpoint to the same weights.
/// </summary>
public static class TrainingRun
{
    /// <summary>Runs to the end, or to a checkpoint when <paramref name="stop"/> is cancelled.</summary>
    /// <param name="request">What to train.</param>
    /// <param name="onEvent">Called with every event, one at a time but from any thread.</param>
    /// <param name="stop">Asks the run to stop in order.</param>
    /// <exception cref="DataException">Bad input: one line.</exception>
    /// <exception cref="FailedRunException">The run was given up.</exception>
    public static async Task<RunResult> Run(TrainingRequest request, Action<RunEvent> onEvent, CancellationToken stop)
    {
        var configuration = ConfigurationOf(request);
        var settings = RunSettings.From(configuration);
        // Input is checked before the run folder is made or emptied: what is refused leaves everything as it was.
        var inputs = RunInputs.Load(settings, request.Reward);
        var location = RunSettings.From(request.Configuration).Run;

        // Intra-operator threads make small products slower; side by side are the actors.
        set_num_threads(1);
        var folder = Path.Combine(location.Folder, location.Name);
        using var job = OpenRun.Open(configuration, inputs, location, request.Folder, request.Time);
        var roles = new RoleParts(request.Time)
        {
            Learner = RoleParts.LearnerOf(settings, inputs, Path.Combine(folder, RunFolder.CheckpointFolder), request.Time),
            Evaluation = RoleParts.EvaluationOf(settings, inputs),
            Rollout = RoleParts.RolloutOf(settings, inputs),
            Reward = RoleParts.RewardOf(settings, inputs.Reward),
        };
        var parts = new RunParts(job, roles, settings.Rollout.Workers, settings.Supervision, configuration.Akka)
        {
            Log = new LogTarget(Path.Combine(folder, RunFolder.LogFolder, "actors.log")) { Format = TelemetrySettings.From(request.Configuration).LogFormat, Run = location.Name },
        };
        return (await ActorRun.Run(parts, onEvent, stop)).OrThrow();
    }

    /// <summary>The settings that the run will have: one that is resumed keeps those that it began with.</summary>
    /// <exception cref="DataException">The kept settings are damaged.</exception>
    public static RunConfiguration ConfigurationOf(TrainingRequest request)
    {
        var location = RunSettings.From(request.Configuration).Run;
        var kept = Path.Combine(location.Folder, location.Name, RunFolder.ConfigurationFile);
        return request.Folder == FolderMode.Resume && File.Exists(kept) ? RunConfiguration.Parse(File.ReadAllText(kept), kept) : request.Configuration;
    }
}
