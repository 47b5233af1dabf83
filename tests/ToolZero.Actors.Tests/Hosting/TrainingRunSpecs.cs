using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;
using ToolZero.Model.Weights;

namespace ToolZero.Actors.Tests.Hosting;

/// <summary>Whole runs with a real model, tiny and random: what they learn is nothing, what they compute must be exact.</summary>
public sealed class TrainingRunSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public TrainingRunSpecs() => _model = TinyModel.Write(Path.Combine(_folder.Path, "model"));

    public void Dispose() => _folder.Dispose();

    private TrainingRequest Request(string name, FolderMode mode = FolderMode.New, params string[] sets) => new(
        RunConfiguration.Load(new ConfigurationSources(null, null,
        [
            $"run.name={name}",
            $"run.folder={_folder.Path}",
            $"model.path={_model}",
            "run.steps=4",
            "data.toolworld.train-tasks=40",
            "learner.prompts-per-batch=4",
            "rollout.group-size=4",
            "rollout.groups-per-lease=2",
            "rollout.max-tokens=12",
            "rollout.temperature=1.0",
            "reward.schedule.kind=constant",
            "evaluation.tasks=6",
            "evaluation.max-tokens=8",
            "checkpoint.every-steps=2",
            .. sets,
        ])),
        mode)
    {
        Reward = new ArbitraryReward(),
    };

    private static Task<RunResult> Train(TrainingRequest request, Action<RunEvent>? onEvent = null, CancellationToken stop = default) =>
        TrainingRun.Run(request, onEvent ?? (_ => { }), stop).WaitAsync(TimeSpan.FromMinutes(3), CancellationToken.None);

    [Fact]
    public async Task Two_synchronous_runs_give_the_same_weights_and_fill_the_run_folder()
    {
        var first = await Train(Request("first"));
        var second = await Train(Request("second", sets: "rollout.workers=1"));
        Assert.Equal(RunPhase.Finished, first.Phase);
        Assert.Equal(64, first.WeightsSha256.Length);
        Assert.Equal(first.WeightsSha256, second.WeightsSha256);
        using (var weights = Checkpoint.Load(_model)) Assert.NotEqual(weights.Sha256(), first.WeightsSha256);
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
    public async Task A_run_that_was_stopped_resumes_to_the_same_weights()
    {
        var straight = await Train(Request("straight"));
        using var stop = new CancellationTokenSource();
        var interrupted = await Train(
            Request("interrupted"),
            e =>
            {
                if (e is RunEvent.StepCompleted { Metrics.Step: 0 }) stop.Cancel();
            },
            stop.Token);
        Assert.Equal(RunPhase.Stopped, interrupted.Phase);
        Assert.InRange(interrupted.Steps, 1, 3);
        var resumed = await Train(Request("interrupted", FolderMode.Resume));
        Assert.Equal(RunPhase.Finished, resumed.Phase);
        Assert.Equal(straight.WeightsSha256, resumed.WeightsSha256);
        Assert.Equal(straight.Tokens, resumed.Tokens);
    }

    [Fact]
    public async Task An_asynchronous_run_stays_within_its_staleness()
    {
        var worst = 0L;
        var result = await Train(Request("async", sets: "staleness.max-versions=2"), e =>
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
        var error = await Assert.ThrowsAsync<DataException>(() => Train(Request("taken")));
        Assert.Contains("--resume", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A random model makes no calls: this rule pays for letters, so that there is something to learn.</summary>
    private sealed class ArbitraryReward : IReward
    {
        public RewardScore Score(ToolTask task, string completion)
        {
            var letters = completion.Count(char.IsLetter) / 10.0;
            return new RewardScore(letters, 0, 0, letters > 1, ImmutableSortedDictionary<string, double>.Empty);
        }
    }
}
