using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Replay;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;
using ToolZero.Model.Adapters;
using ToolZero.Model.Weights;

namespace ToolZero.Actors.Tests.Learner;

/// <summary>Whole runs that train adapters over a frozen base.</summary>
public sealed class AdapterRunSpecs : IDisposable
{
    private static readonly string[] Lora = ["model.lora.rank=4", "model.lora.alpha=8", "learner.learning-rate=3e-3"];

    private readonly TemporaryFolder _folder = new();
    private readonly TinyRun _run;

    public AdapterRunSpecs() => _run = new TinyRun(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_saves_adapters_that_are_the_same_after_stop_and_resume_and_replay()
    {
        using var before = Checkpoint.Load(_run.Model);
        var straight = await TinyRun.Train(_run.Request("straight", FolderMode.New, [.. Lora, "ledger.keep-payloads=all"]));
        Assert.Equal(RunPhase.Finished, straight.Phase);
        var checkpoint = Path.Combine(straight.Folder, "checkpoints", "step_4");
        Assert.All(
            new[] { "adapter_model.safetensors", "adapter_config.json", "tokenizer.json", "optimizer.safetensors", "state.json" },
            file => Assert.True(File.Exists(Path.Combine(checkpoint, file)), file));
        Assert.False(File.Exists(Path.Combine(checkpoint, "model.safetensors")));
        using (var adapters = AdapterFolder.Load(checkpoint, before.Config)) Assert.Equal(straight.WeightsSha256, adapters.Sha256());
        using (var after = Checkpoint.Load(_run.Model)) Assert.Equal(before.Sha256(), after.Sha256());
        using (var merged = Checkpoint.Load(checkpoint)) Assert.NotEqual(before.Sha256(), merged.Sha256());

        using var stop = new CancellationTokenSource();
        var interrupted = await TinyRun.Train(
            _run.Request("interrupted", FolderMode.New, Lora),
            e =>
            {
                if (e is RunEvent.StepCompleted { Metrics.Step: 0 }) stop.Cancel();
            },
            stop.Token);
        Assert.Equal(RunPhase.Stopped, interrupted.Phase);
        var resumed = await TinyRun.Train(_run.Request("interrupted", FolderMode.Resume, Lora));
        Assert.Equal(straight.WeightsSha256, resumed.WeightsSha256);

        var replayed = await JournalReplay.Run(straight.Folder);
        Assert.NotEmpty(replayed.Checks);
        Assert.All(replayed.Checks, check => Assert.Equal(check.Recorded, check.Replayed));
        Assert.Equal(straight.WeightsSha256, replayed.Checks[^1].Stored);
    }

    [Fact]
    public async Task A_checkpoint_of_adapters_is_a_model_to_evaluate_and_to_train_on()
    {
        var result = await TinyRun.Train(_run.Request("first", FolderMode.New, Lora));
        var checkpoint = new CheckpointStore(Path.Combine(result.Folder, "checkpoints"), 1).Latest()!.Folder;
        var settings = RunSettings.From(_run.Request("eval", FolderMode.New, $"model.path={checkpoint}").Configuration);
        var inputs = RunInputs.LoadHeldOut(settings);
        using var weights = inputs.LoadWeights(null);
        var evaluation = await new Evaluator(inputs.EvaluationEngine, _run.Request("eval").Reward!, 1).Run(weights, inputs.HeldOut, CancellationToken.None);
        Assert.Equal((result.Final!.Success, result.Final.Format), (evaluation.Success, evaluation.Format));

        var second = await TinyRun.Train(_run.Request("second", FolderMode.New, $"model.path={checkpoint}", "run.steps=1"));
        Assert.Equal(RunPhase.Finished, second.Phase);
        Assert.True(File.Exists(Path.Combine(second.Folder, "checkpoints", "step_1", "model.safetensors")));
    }

    [Fact]
    public async Task A_few_steps_of_adapters_raise_the_reward()
    {
        // Adapters leave embedding and norms alone: a base whose logits are all alike could not be taught by them.
        var model = TinyModel.Write(Path.Combine(_folder.Path, "wide"));
        using (var weights = DecoderWeights.Random(Checkpoint.ReadConfig(model), 1, standardDeviation: 0.3)) Checkpoint.Save(model, weights);
        var rewards = new List<double>();
        await TinyRun.Train(
            _run.Request("learns", FolderMode.New, $"model.path={model}", "model.lora.rank=8", "learner.learning-rate=1e-2", "learner.warm-up-steps=0", "run.steps=24", "learner.prompts-per-batch=8", "rollout.group-size=8", "evaluation.tasks=0"),
            e =>
            {
                if (e is RunEvent.StepCompleted step) rewards.Add(step.Metrics.Batch.RewardMean);
            });
        Assert.True(rewards[^4..].Average() > 1.3 * rewards[..2].Average(), string.Join(", ", rewards));
    }

    [Fact]
    public async Task Over_another_base_a_run_is_neither_resumed_nor_replayed_nor_evaluated()
    {
        string[] sets = [.. Lora, "ledger.keep-payloads=all"];
        using var stop = new CancellationTokenSource();
        var first = await TinyRun.Train(
            _run.Request("first", FolderMode.New, sets),
            e =>
            {
                if (e is RunEvent.StepCompleted { Metrics.Step: 0 }) stop.Cancel();
            },
            stop.Token);
        Assert.Equal(RunPhase.Stopped, first.Phase);
        var checkpoint = new CheckpointStore(Path.Combine(first.Folder, "checkpoints"), 1).Latest()!.Folder;
        Assert.Equal(Path.GetFullPath(_run.Model), AdapterFolder.BaseOf(checkpoint));
        using (var other = DecoderWeights.Random(Checkpoint.ReadConfig(_run.Model), 7)) Checkpoint.Save(_run.Model, other);

        const string Line = "these adapters were trained over a base whose weights have the hash";
        Assert.Contains(Line, Assert.Throws<DataException>(() => Checkpoint.Load(checkpoint)).Message, StringComparison.Ordinal);
        Assert.Contains(Line, (await Assert.ThrowsAsync<DataException>(() => JournalReplay.Run(first.Folder))).Message, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<DataException>(() => TinyRun.Train(_run.Request("first", FolderMode.Resume, sets)));
        Assert.Contains(Line, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Adapters_over_adapters_are_refused_before_a_run_begins()
    {
        var first = await TinyRun.Train(_run.Request("first", FolderMode.New, [.. Lora, "run.steps=1"]));
        var checkpoint = new CheckpointStore(Path.Combine(first.Folder, "checkpoints"), 1).Latest()!.Folder;
        var error = await Assert.ThrowsAsync<DataException>(() => TinyRun.Train(_run.Request("second", FolderMode.New, [.. Lora, $"model.path={checkpoint}"])));
        Assert.Contains("holds adapters, and model.lora.rank = 4 needs a whole model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_adapters_than_those_of_the_checkpoint_are_refused()
    {
        var result = await TinyRun.Train(_run.Request("first", FolderMode.New, Lora));
        var inputs = RunInputs.LoadHeldOut(RunSettings.From(_run.Request("other", FolderMode.New, "model.lora.rank=2").Configuration));
        var store = new CheckpointStore(Path.Combine(result.Folder, "checkpoints"), 2);
        var error = Assert.Throws<DataException>(() => ModelTrainer.Create(store.Latest(), inputs.LoadWeights, inputs.Tokenizer, inputs.Trainer, inputs.Adapters));
        Assert.Contains("another rank", error.Message, StringComparison.Ordinal);
        var wrong = Assert.Throws<DataException>(() => RunSettings.From(_run.Request("targets", FolderMode.New, "model.lora.targets=[\"lm_head\"]").Configuration));
        Assert.Contains("model.lora.targets = [lm_head]: expected at least one of q_proj", wrong.Message, StringComparison.Ordinal);
    }
}
