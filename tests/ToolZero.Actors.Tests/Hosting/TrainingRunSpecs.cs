using System.Text.Json;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;
using ToolZero.Model.Weights;

namespace ToolZero.Actors.Tests.Hosting;

/// <summary>Whole runs with a real model, tiny and random: what they learn is nothing, what they compute must be exact.</summary>
public sealed class TrainingRunSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TinyRun _run;

    public TrainingRunSpecs() => _run = new TinyRun(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_synchronous_runs_give_the_same_weights_and_fill_the_run_folder()
    {
        var first = await TinyRun.Train(_run.Request("first"));
        var second = await TinyRun.Train(_run.Request("second", sets: "rollout.workers=1"));
        Assert.Equal(RunPhase.Finished, first.Phase);
        Assert.Equal(64, first.WeightsSha256.Length);
        Assert.Equal(first.WeightsSha256, second.WeightsSha256);
        using (var weights = Checkpoint.Load(_run.Model)) Assert.NotEqual(weights.Sha256(), first.WeightsSha256);
        Assert.Equal(4, first.PolicyVersion);
        Assert.True(first.Ledger.Balanced);

        var folder = Path.Combine(_folder.Path, "first");
        Assert.Equal(4, File.ReadLines(Path.Combine(folder, "metrics.jsonl")).Count());
        Assert.Equal(16, File.ReadLines(Path.Combine(folder, "rollouts", "step_3.jsonl")).Count());
        Assert.All(
            new[] { "model.safetensors", "config.json", "tokenizer.json", "optimizer.safetensors", "state.json" },
            file => Assert.True(File.Exists(Path.Combine(folder, "checkpoints", "step_4", file)), file));
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")));
        Assert.Equal(first.WeightsSha256, summary.RootElement.GetProperty("weightsSha256").GetString());
        Assert.Equal(6, summary.RootElement.GetProperty("baseline").GetProperty("tasks").GetInt32());
    }

    [Fact]
    public async Task Rollout_and_learner_agree_at_the_temperature_that_was_sampled_at()
    {
        var steps = new List<RunEvent.StepCompleted>();
        await TinyRun.Train(_run.Request("warm", sets: "rollout.temperature=0.5"), e =>
        {
            if (e is RunEvent.StepCompleted step) steps.Add(step);
        });
        Assert.Equal(4, steps.Count);
        Assert.All(steps, step => Assert.InRange(step.Metrics.Update.LogProbDifferenceMaximum, 0, 1e-3));
        Assert.All(steps.SelectMany(s => s.Batch.Groups), group => Assert.Equal(0.5, group.Temperature));
    }

    [Fact]
    public async Task A_run_that_was_stopped_resumes_to_the_same_weights()
    {
        var straight = await TinyRun.Train(_run.Request("straight"));
        using var stop = new CancellationTokenSource();
        var interrupted = await TinyRun.Train(
            _run.Request("interrupted"),
            e =>
            {
                if (e is RunEvent.StepCompleted { Metrics.Step: 0 }) stop.Cancel();
            },
            stop.Token);
        Assert.Equal(RunPhase.Stopped, interrupted.Phase);
        Assert.InRange(interrupted.Steps, 1, 3);
        var resumed = await TinyRun.Train(_run.Request("interrupted", FolderMode.Resume));
        Assert.Equal(RunPhase.Finished, resumed.Phase);
        Assert.Equal(straight.WeightsSha256, resumed.WeightsSha256);
        Assert.Equal(straight.Tokens, resumed.Tokens);
    }

    [Fact]
    public async Task An_asynchronous_run_stays_within_its_staleness()
    {
        var worst = 0L;
        var result = await TinyRun.Train(_run.Request("async", sets: "staleness.max-versions=2"), e =>
        {
            if (e is RunEvent.StepCompleted step) worst = Math.Max(worst, step.Metrics.Batch.StalenessMaximum);
        });
        Assert.Equal(RunPhase.Finished, result.Phase);
        Assert.InRange(worst, 0, 2);
        Assert.Equal(result.Ledger.Issued, result.Ledger.Trained);
    }

    [Fact]
    public async Task A_run_folder_is_not_used_twice_by_accident()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "taken", "checkpoints"));
        var error = await Assert.ThrowsAsync<DataException>(() => TinyRun.Train(_run.Request("taken")));
        Assert.Contains("--resume", error.Message, StringComparison.Ordinal);
    }
}
