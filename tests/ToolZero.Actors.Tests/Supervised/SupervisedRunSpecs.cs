using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Supervised;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts;
using ToolZero.Core.Rewards;
using ToolZero.Core.ToolWorld;
using ToolZero.Model.Tokenization;

namespace ToolZero.Actors.Tests.Supervised;

public sealed class SupervisedRunSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public SupervisedRunSpecs() => _model = TinyModel.Write(Path.Combine(_folder.Path, "model"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_reference_is_a_right_answer_in_the_right_layout_and_trains_each_of_its_tokens()
    {
        var tasks = ToolWorldGenerator.Generate(ToolWorldSplit.Training, 3, 60);
        var tokenizer = TextTokenizer.Load(_model);
        var batches = new SupervisedBatches(tasks, new PromptOrder(1, tasks.Length), 60, tokenizer, new CompactPrompt(), new ToolZeroReward(RewardSettings.Default), 7);
        var batch = batches.At(0, 1e-3);
        Assert.Equal(60, batch.Groups.Select(g => g.TaskId).Distinct().Count());
        foreach (var group in batch.Groups)
        {
            var sample = Assert.Single(group.Samples);
            Assert.True(sample.Score.Success);
            Assert.Equal(1, sample.Score.Parts[RewardParts.Format]);
            Assert.Equal(1, sample.Score.Total(0.3));
            Assert.True(CompletionFormat.Read(sample.Trajectory.Text).IsValid);
            Assert.Equal(7, sample.Trajectory.Tokens[^1]);
            Assert.Equal(sample.Trajectory.Text, tokenizer.Decode(sample.Trajectory.Tokens[..^1]));
            Assert.All(sample.Trajectory.LossMask, Assert.True);
        }

        Assert.Equal(60, batches.At(1, 1e-3).Groups[0].Id.Value);
    }

    [Fact]
    public async Task References_become_likelier_and_a_stopped_run_resumes_to_the_same_weights()
    {
        var losses = new List<double>();
        var straight = await Train("straight", 0, e =>
        {
            if (e is RunEvent.StepCompleted step) losses.Add(step.Metrics.Update.KlK1);
        });
        Assert.Equal(RunPhase.Finished, straight.Phase);
        Assert.True(losses[^1] < losses[0] - 0.1, $"negative log-likelihood went from {losses[0]} to {losses[^1]}");
        Assert.NotNull(straight.Final);

        using var stop = new CancellationTokenSource();
        var stopped = await Train("parts", 0, e =>
        {
            if (e is RunEvent.StepCompleted { Metrics.Step: 3 }) stop.Cancel();
        }, FolderMode.New, stop.Token);
        Assert.Equal((RunPhase.Stopped, 4L), (stopped.Phase, stopped.Steps));
        var resumed = await Train("parts", 0, _ => { }, FolderMode.Resume);
        Assert.Equal(straight.WeightsSha256, resumed.WeightsSha256);
        Assert.Equal(straight.Tokens, resumed.Tokens);
    }

    [Fact]
    public async Task A_token_budget_ends_the_run_after_the_step_that_reaches_it()
    {
        var whole = await Train("whole", 0, _ => { });
        var half = await Train("half", whole.Tokens.Trained / 2, _ => { });
        Assert.InRange(half.Steps, 2, whole.Steps - 1);
        Assert.True(half.Tokens.Trained >= whole.Tokens.Trained / 2);
        Assert.NotNull(half.Final);
    }

    [Fact]
    public async Task What_has_no_part_in_supervised_training_is_said()
    {
        var notices = new List<string>();
        await Train("idle", 1, e =>
        {
            if (e is RunEvent.Notice notice) notices.Add(notice.Text);
        }, sets: ["algorithm.kl-weight=0.1", "evaluation.every-steps=2"]);
        Assert.Equal(["algorithm.kl-weight is", "evaluation.every-steps is"], notices.Select(n => n[..(n.IndexOf(" is", StringComparison.Ordinal) + 3)]));
    }

    [Fact]
    public async Task Neither_way_of_training_goes_on_with_a_run_of_the_other()
    {
        await Train("references", 1, _ => { });
        var request = new TrainingRequest(Configuration("references", []), FolderMode.Resume);
        var refused = await Assert.ThrowsAsync<DataException>(() => TrainingRun.Run(request, _ => { }, default));
        Assert.Contains("toolzero sft --resume", refused.Message, StringComparison.Ordinal);

        Directory.CreateDirectory(Path.Combine(_folder.Path, "rollouts"));
        File.WriteAllText(Path.Combine(_folder.Path, "rollouts", RunFolder.LedgerFile), "");
        var other = await Assert.ThrowsAsync<DataException>(() => Train("rollouts", 1, _ => { }, FolderMode.Resume));
        Assert.Contains("toolzero train --resume", other.Message, StringComparison.Ordinal);
    }

    private Task<RunResult> Train(
        string name, long budget, Action<RunEvent> onEvent, FolderMode mode = FolderMode.New, CancellationToken stop = default, params string[] sets) =>
        SupervisedRun.Run(new TrainingRequest(Configuration(name, sets), mode), budget, onEvent, stop).WaitAsync(TimeSpan.FromMinutes(3), CancellationToken.None);

    private RunConfiguration Configuration(string name, string[] sets) => RunConfiguration.Load(new ConfigurationSources(null, null,
    [
        $"run.name={name}", $"run.folder={_folder.Path}", $"model.path={_model}", "run.steps=8", "data.toolworld.train-tasks=40",
        "learner.prompts-per-batch=4", "rollout.group-size=2", "learner.learning-rate=3e-3", "learner.warm-up-steps=0",
        "evaluation.tasks=4", "evaluation.max-tokens=8", "checkpoint.every-steps=3", .. sets,
    ]));
}
