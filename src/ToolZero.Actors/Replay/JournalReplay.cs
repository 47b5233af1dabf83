using System.Collections.Immutable;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Data;
using ToolZero.Model.Adapters;
using static TorchSharp.torch;

namespace ToolZero.Actors.Replay;

/// <summary>
/// Trains once more what a run was trained on, from a checkpoint and the journalled batches after it, and compares the weights: an asynchronous
/// run cannot be repeated, but what it did to its weights can. The run folder is only read, and the run may go on meanwhile.
/// </summary>
public static class JournalReplay
{
    /// <summary>Replays up to the newest checkpoint.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="from">Step of the checkpoint to begin with, 0 = the base model; null = the earliest that is possible.</param>
    /// <param name="onCheck">Called at every checkpoint on the way.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <exception cref="DataException">No run folder, files missing or damaged, or nothing that can be replayed.</exception>
    public static Task<ReplayResult> Run(string folder, long? from = null, Action<ReplayCheck>? onCheck = null, CancellationToken cancellation = default) =>
        Task.Factory.StartNew(() => Replay(folder, from, onCheck ?? (_ => { }), cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static ReplayResult Replay(string folder, long? from, Action<ReplayCheck> onCheck, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var ledger = RunLedger.OpenToRead(Path.Combine(folder, RunFolder.LedgerFile));
        var settings = Settings(folder);
        var checkpoints = new CheckpointStore(Path.Combine(folder, RunFolder.CheckpointFolder), settings.Checkpoint.Keep).InForce(ledger.Restore().Rollbacks);
        var plan = ReplayPlan.Of(folder, ledger.Checkpoints(), checkpoints, ledger.Replayable(), from);
        var inputs = RunInputs.Load(settings, InputParts.Weights);

        // Where it begins without a checkpoint, any kept one says over which base the run trained.
        if (plan.Start is null && inputs.Adapters is { } adapters && !checkpoints.IsEmpty) AdapterFolder.CheckBase(checkpoints[^1].Folder, adapters.BasePath);

        // As in the run: the number of threads decides in which order a product is summed.
        set_num_threads(1);
        using var trainer = ModelTrainer.Create(plan.Start, inputs.LoadWeights, inputs.Tokenizer, inputs.Trainer, inputs.Adapters);
        var checks = ImmutableArray.CreateBuilder<ReplayCheck>();
        while (trainer.Steps < plan.To)
        {
            cancellation.ThrowIfCancellationRequested();
            trainer.Train(ledger.Batch(trainer.Steps));
            if (!plan.Recorded.TryGetValue(trainer.Steps, out var recorded)) continue;
            var check = new ReplayCheck(trainer.Steps, recorded, trainer.WeightsSha256, Stored(inputs, checkpoints.FirstOrDefault(c => c.State.Step == trainer.Steps)));
            checks.Add(check);
            onCheck(check);
        }

        return new ReplayResult(folder, plan.From, checks.ToImmutable(), TimeProvider.System.GetElapsedTime(start).TotalSeconds);
    }

    private static RunSettings Settings(string folder)
    {
        var file = Path.Combine(folder, RunFolder.ConfigurationFile);
        if (!File.Exists(file)) throw new DataException($"{file}: there is no such file; name a run folder that train has made");
        return RunSettings.From(RunConfiguration.Parse(File.ReadAllText(file), file));
    }

    private static string? Stored(RunInputs inputs, StoredCheckpoint? checkpoint)
    {
        // One that the run has pruned meanwhile is as good as one that it pruned before.
        return checkpoint is null || !Directory.Exists(checkpoint.Folder) ? null : inputs.StoredSha256(checkpoint.Folder);
    }
}
