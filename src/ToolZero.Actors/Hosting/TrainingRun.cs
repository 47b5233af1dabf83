using System.Text.Json;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Reward;
using ToolZero.Actors.Rollout;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;
using ToolZero.Model.Weights;
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
/// The main job: baseline evaluation, training by the actors, final evaluation, summary. Cancelled, it drains to a checkpoint and says how to
/// resume; killed, the next process resumes from ledger and checkpoint to the same weights.
/// </summary>
public static class TrainingRun
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Runs to the end, or to a checkpoint when <paramref name="stop"/> is cancelled.</summary>
    /// <param name="request">What to train.</param>
    /// <param name="onEvent">Called with every event, one at a time but from any thread.</param>
    /// <param name="stop">Asks the run to stop in order.</param>
    /// <exception cref="DataException">Bad input: one line.</exception>
    /// <exception cref="FailedRunException">The run was given up.</exception>
    public static async Task<RunResult> Run(TrainingRequest request, Action<RunEvent> onEvent, CancellationToken stop)
    {
        var start = request.Time.GetTimestamp();
        var configuration = ConfigurationOf(request);
        var settings = RunSettings.From(configuration);
        // Input is checked before the run folder is made or emptied: what is refused leaves everything as it was.
        var inputs = RunInputs.Load(settings, request.Reward);
        var location = RunSettings.From(request.Configuration).Run;
        using var folder = RunFolder.Open(location.Folder, location.Name, request.Folder);
        if (!File.Exists(folder.Configuration)) AtomicFile.Write(folder.Configuration, configuration.Render());
        foreach (var notice in inputs.Notices) onEvent(new RunEvent.Notice(notice));

        // Intra-operator threads make small products slower; side by side are the actors.
        set_num_threads(1);
        var baseline = await Baseline(folder, settings, inputs, onEvent, stop);
        using (var ledger = OpenLedger(folder, configuration, request.Time))
        {
            if (stop.IsCancellationRequested) return Summary(folder, settings, ledger, baseline, request.Time.GetElapsedTime(start));
            var restored = ledger.Restore();
            folder.KeepMetricsBefore(restored.Version);
            if (restored.Version > 0) onEvent(new RunEvent.Notice($"resumes at step {restored.Version} of {settings.Run.Steps}"));
            var outcome = await ActorRun.Run(Parts(request, configuration, settings, inputs, folder, ledger), onEvent, stop);
            if (outcome.IsDataFault) throw new DataException(outcome.Reason);
            if (outcome.Phase == RunPhase.Failed) throw new FailedRunException($"the run failed: {outcome.Reason}; what it trained is kept: continue it with --resume");
            var result = Summary(folder, settings, ledger, baseline, request.Time.GetElapsedTime(start)) with { Phase = outcome.Phase, Reason = outcome.Reason };
            return outcome.Phase == RunPhase.Finished ? await Finish(result, request, folder, settings, inputs, start, onEvent, stop) : result;
        }
    }

    /// <summary>The settings that the run will have: one that is resumed keeps those that it began with.</summary>
    /// <exception cref="DataException">The kept settings are damaged.</exception>
    public static RunConfiguration ConfigurationOf(TrainingRequest request)
    {
        var location = RunSettings.From(request.Configuration).Run;
        var kept = Path.Combine(location.Folder, location.Name, RunFolder.ConfigurationFile);
        return request.Folder == FolderMode.Resume && File.Exists(kept) ? RunConfiguration.Parse(File.ReadAllText(kept), kept) : request.Configuration;
    }

    private static RunParts Parts(
        TrainingRequest request, RunConfiguration configuration, RunSettings settings, RunInputs inputs, RunFolder folder, IRunLedger ledger)
    {
        var order = new PromptOrder(settings.Run.Seed, inputs.Training.Length);
        var attempts = settings.Rollout.MaxAttempts;
        return new RunParts(
            new CoordinatorServices(settings.Coordinator, ledger, inputs.Plan, id => inputs.Training[order.TaskAt(id.Value)], folder, request.Time),
            new LearnerServices(
                new CheckpointStore(folder.Checkpoints, settings.Checkpoint.Keep),
                settings.Run.Seed,
                checkpoint => ModelTrainer.Create(checkpoint, inputs.LoadWeights, inputs.Tokenizer, inputs.Trainer),
                request.Time),
            new RolloutSettings(
                settings.MaxStaleness == 0, settings.Rollout.GroupSize, settings.Rollout.MaxRows, settings.Rollout.LeaseDeadline, TimeSpan.FromSeconds(1)),
            settings.Rollout.Workers,
            () => new ModelEngine(inputs.RolloutEngine),
            new RewardPoolSettings(settings.Reward.Workers, settings.Reward.Deadline, attempts),
            inputs.Reward,
            settings.Supervision,
            configuration.Akka)
        {
            LogFile = Path.Combine(folder.Logs, "actors.log"),
            EvaluateEvery = inputs.HeldOut.IsEmpty ? 0 : settings.Evaluation.EverySteps,
            Evaluate = (snapshot, cancellation) => Evaluator(settings, inputs).Run((DecoderWeights)snapshot.Weights, inputs.HeldOut, cancellation),
        };
    }

    private static Evaluator Evaluator(RunSettings settings, RunInputs inputs) => new(inputs.EvaluationEngine, inputs.Reward, settings.Rollout.Workers);

    private static async Task<EvaluationResult?> Baseline(
        RunFolder folder, RunSettings settings, RunInputs inputs, Action<RunEvent> onEvent, CancellationToken stop)
    {
        if (File.Exists(folder.Baseline)) return JsonSerializer.Deserialize<EvaluationResult>(File.ReadAllText(folder.Baseline), Json);
        using var weights = inputs.LoadWeights(null);
        var result = await Evaluate(settings, inputs, weights, stop);
        if (result is null) return null;
        AtomicFile.Write(folder.Baseline, JsonSerializer.Serialize(result, Json));
        onEvent(new RunEvent.EvaluationDone("baseline", 0, result));
        return result;
    }

    private static async Task<EvaluationResult?> Evaluate(RunSettings settings, RunInputs inputs, DecoderWeights weights, CancellationToken stop)
    {
        if (inputs.HeldOut.IsEmpty) return null;
        try
        {
            return await Evaluator(settings, inputs).Run(weights, inputs.HeldOut, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<RunResult> Finish(
        RunResult result, TrainingRequest request, RunFolder folder, RunSettings settings, RunInputs inputs, long start, Action<RunEvent> onEvent, CancellationToken stop)
    {
        var checkpoint = new CheckpointStore(folder.Checkpoints, settings.Checkpoint.Keep).Latest()!;
        using var weights = inputs.LoadWeights(checkpoint.Folder);
        var final = await Evaluate(settings, inputs, weights, stop);
        if (final is null && !inputs.HeldOut.IsEmpty) return result with { Phase = RunPhase.Stopped, Reason = "stopped before the final evaluation" };
        if (final is not null) onEvent(new RunEvent.EvaluationDone("final", checkpoint.State.Step, final));
        result = result with { Final = final, Seconds = request.Time.GetElapsedTime(start).TotalSeconds };
        AtomicFile.Write(folder.Summary, result.ToJson());
        return result;
    }

    private static RunLedger OpenLedger(RunFolder folder, RunConfiguration configuration, TimeProvider time) =>
        RunLedger.OpenOrCreate(folder.Ledger, new LedgerIdentity(RunSettings.From(configuration).Run.Seed, configuration.Hash), time);

    /// <summary>The result as far as the run folder knows it.</summary>
    private static RunResult Summary(RunFolder folder, RunSettings settings, RunLedger ledger, EvaluationResult? baseline, TimeSpan elapsed)
    {
        var restored = ledger.Restore();
        var latest = new CheckpointStore(folder.Checkpoints, settings.Checkpoint.Keep).Latest();
        return new RunResult(
            RunPhase.Stopped,
            "stopped on request",
            folder.Path,
            baseline,
            null,
            restored.Version,
            elapsed.TotalSeconds,
            new TokenCounts((long)folder.Total("tokens/generated"), (long)folder.Total("tokens/trained")),
            latest?.State.PolicyVersion ?? 0,
            latest?.State.WeightsSha256 ?? "",
            restored.Restore(settings.Coordinator).Counts,
            settings.Run.Seed);
    }
}
