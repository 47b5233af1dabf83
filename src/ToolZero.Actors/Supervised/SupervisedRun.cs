using System.Text.Json;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Learner;
using ToolZero.Core.Advantages;
using ToolZero.Core.Data;
using ToolZero.Core.Metrics;
using ToolZero.Model.Training;
using static TorchSharp.torch;

namespace ToolZero.Actors.Supervised;

/// <summary>
/// Supervised training on the reference calls, the rival of reinforcement: same data, model, optimiser, run folder and evaluation; a step takes prompts-per-batch ×
/// group-size references, as many completions as a reinforcement step. One process, no rollouts; resumes from its newest checkpoint to the same weights.
/// </summary>
public static class SupervisedRun
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Runs to the end, to the token budget, or to a checkpoint when <paramref name="stop"/> is cancelled.</summary>
    /// <param name="request">What to train.</param>
    /// <param name="tokenBudget">Ends after the step that reaches this many trained tokens; 0 = run.steps decides alone.</param>
    /// <param name="onEvent">Called with every event.</param>
    /// <param name="stop">Asks the run to stop in order.</param>
    /// <exception cref="DataException">Bad input: one line.</exception>
    public static async Task<RunResult> Run(TrainingRequest request, long tokenBudget, Action<RunEvent> onEvent, CancellationToken stop)
    {
        var start = request.Time.GetTimestamp();
        var configuration = TrainingRun.ConfigurationOf(request);
        var settings = RunSettings.From(configuration);
        if (!settings.Environment.IsNone) throw new DataException($"environment.name = {settings.Environment.Name}: supervised training has single turns only, expected none");
        var inputs = RunInputs.Load(settings, request.Reward);
        if (inputs.Config.EndOfSequenceIds.IsEmpty) throw new DataException($"{settings.Model.Path}/config.json: eos_token_id is missing: supervised answers would never end");
        var location = RunSettings.From(request.Configuration).Run;
        using var folder = RunFolder.Open(location.Folder, location.Name, request.Folder);
        if (File.Exists(folder.Ledger)) throw new DataException($"{folder.Path}: is a run of reinforcement, it has a ledger; go on with it by toolzero train --resume, or choose another --name");
        if (!File.Exists(folder.Configuration)) AtomicFile.Write(folder.Configuration, configuration.Render());
        foreach (var notice in inputs.Notices.Concat(Idle(settings))) onEvent(new RunEvent.Notice(notice));
        set_num_threads(1);

        var baseline = await Baseline(folder, settings, inputs, onEvent, stop);
        var store = new CheckpointStore(folder.Checkpoints, settings.Checkpoint.Keep);
        var checkpoint = store.Latest();
        folder.KeepBefore(checkpoint?.State.Step ?? 0);
        using var trainer = ModelTrainer.Create(checkpoint, inputs.LoadWeights, inputs.Tokenizer, Trainer(inputs.Trainer), inputs.Adapters);
        var batches = new SupervisedBatches(
            inputs.Training,
            new PromptOrder(settings.Run.Seed, inputs.Training.Length),
            settings.Learner.PromptsPerBatch * settings.Rollout.GroupSize,
            inputs.Tokenizer,
            inputs.Prompt,
            inputs.Reward,
            inputs.Config.EndOfSequenceIds[0]);

        var tokens = (long)folder.Total("tokens/trained");
        bool Ended() => trainer.Steps >= settings.Run.Steps || (tokenBudget > 0 && tokens >= tokenBudget);
        while (!Ended() && !stop.IsCancellationRequested)
        {
            var began = request.Time.GetTimestamp();
            var batch = batches.At(trainer.Steps, inputs.LearningRate.Rate(trainer.Steps));
            var report = await Task.Factory.StartNew(() => trainer.Train(batch), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            tokens += report.TokensTrained;
            var seconds = request.Time.GetElapsedTime(began).TotalSeconds;
            var metrics = new StepMetrics(
                batch.Step, BatchStatistics.Of(batch), StepMeter.Update(report), new TimeSplit(0, 0, report.Seconds, 0, 0, Math.Max(0, seconds - report.Seconds)));
            folder.Append(metrics, batch);
            onEvent(new RunEvent.StepCompleted(metrics, batch, Counts(trainer.Steps * batches.Size)));
            if (settings.Checkpoint.EverySteps > 0 && trainer.Steps % settings.Checkpoint.EverySteps == 0) Save();
        }

        // What was trained in vain would be the steps since the last one.
        var saved = store.Latest() is { } latest && latest.State.Step == trainer.Steps ? latest : Save();
        var result = new RunResult(
            Ended() ? RunPhase.Finished : RunPhase.Stopped,
            Ended() ? "all references are trained" : "stopped on request",
            folder.Path,
            baseline,
            Ended() ? await Evaluate(settings, inputs, saved.Folder, stop) : null,
            trainer.Steps,
            request.Time.GetElapsedTime(start).TotalSeconds,
            new TokenCounts(0, tokens),
            trainer.Steps,
            saved.State.WeightsSha256,
            Counts(trainer.Steps * batches.Size),
            settings.Run.Seed);
        if (result.Final is { } final)
        {
            onEvent(new RunEvent.EvaluationDone("final", result.Steps, final));
            AtomicFile.Write(folder.Summary, result.ToJson());
        }

        return result;

        StoredCheckpoint Save()
        {
            var written = store.Save(CheckpointState.Of(trainer.Steps, settings.Run.Seed), trainer.Save);
            onEvent(new RunEvent.CheckpointWritten(trainer.Steps, written.Folder, written.State.WeightsSha256));
            return written;
        }
    }

    /// <summary>The same optimiser with the loss −log π of the references, averaged as the run's own loss is.</summary>
    private static TrainerSettings Trainer(TrainerSettings run) => run with
    {
        Loss = new PolicyLossSettings(PolicyObjective.ClippedWeight, run.Loss.Aggregation, ConstantLength: run.Loss.ConstantLength),
        Advantage = AdvantageEstimator.Plain,
    };

    /// <summary>What was asked for and has no part in supervised training.</summary>
    private static IEnumerable<string> Idle(RunSettings settings)
    {
        foreach (var (key, isSet) in new[]
        {
            ("algorithm.kl-weight", settings.Algorithm.KlWeight > 0),
            ("algorithm.entropy-bonus", settings.Algorithm.EntropyBonus > 0),
            ("evaluation.every-steps", settings.Evaluation.EverySteps > 0),
        })
        {
            if (isSet) yield return $"{key} is not used: supervised training has the likelihood of the references alone, and is evaluated before and after";
        }
    }

    private static GroupCounts Counts(long trained) => new(trained, 0, 0, 0, trained, 0, 0, 0, 0, 0);

    private static async Task<EvaluationResult?> Baseline(
        RunFolder folder, RunSettings settings, RunInputs inputs, Action<RunEvent> onEvent, CancellationToken stop)
    {
        if (File.Exists(folder.Baseline)) return JsonSerializer.Deserialize<EvaluationResult>(File.ReadAllText(folder.Baseline), Json);
        var result = await Evaluate(settings, inputs, null, stop);
        if (result is null) return null;
        AtomicFile.Write(folder.Baseline, JsonSerializer.Serialize(result, Json));
        onEvent(new RunEvent.EvaluationDone("baseline", 0, result));
        return result;
    }

    private static async Task<EvaluationResult?> Evaluate(RunSettings settings, RunInputs inputs, string? checkpoint, CancellationToken stop)
    {
        if (inputs.HeldOut.IsEmpty || stop.IsCancellationRequested) return null;
        using var weights = inputs.LoadWeights(checkpoint);
        return await new Evaluator(inputs.EvaluationEngine, inputs.Reward, settings.Rollout.Workers).Run(weights, inputs.HeldOut, stop);
    }
}
