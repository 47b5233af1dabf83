using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Model.Weights;

namespace ToolZero.EndToEnd.Tests.Training;

/// <summary>η = 0: the same seed gives the same weights, bit for bit.</summary>
public sealed class SynchronousRunSpecs : IDisposable
{
    private readonly TemporaryFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task Two_runs_with_one_seed_give_the_same_weights()
    {
        var first = await SmallRun.Reference;
        var second = await SmallRun.Train(_runs.Path, "again", SmallRun.Sets("rollout.workers=1", "learner.threads=1"));
        first.AssertFinished(SmallRun.Steps, SmallRun.Batch);
        second.AssertFinished(SmallRun.Steps, SmallRun.Batch);
        Assert.Equal(first.WeightsSha256, second.WeightsSha256);
        Assert.Equal(first.Metric("reward/mean"), second.Metric("reward/mean"));
    }

    [Fact]
    public async Task Another_seed_gives_other_weights()
    {
        var first = await SmallRun.Reference;
        var other = await SmallRun.Train(_runs.Path, "other", "--seed", "2");
        Assert.NotEqual(first.WeightsSha256, other.WeightsSha256);
        Assert.Equal(2, other.Summary.GetProperty("seed").GetInt32());
    }

    [Fact]
    public async Task The_run_learns_something_and_its_checkpoint_is_what_the_summary_names()
    {
        var run = await SmallRun.Reference;
        Assert.All(run.Metric("gradient-norm"), norm => Assert.True(norm > 0, "a step without gradient proves nothing"));
        Assert.All(run.Metric("logprob-difference/max"), difference => Assert.InRange(difference, 0, 1e-4));
        using var trained = Checkpoint.Load(run.At($"checkpoints/step_{SmallRun.Steps}"));
        using var before = Checkpoint.Load(TinyModel.Folder);
        Assert.Equal(run.WeightsSha256, trained.Sha256());
        Assert.NotEqual(run.WeightsSha256, before.Sha256());
    }

    [Fact]
    public async Task The_run_folder_holds_what_the_design_names()
    {
        var run = await SmallRun.Reference;
        string[] files =
        [
            "config.conf", "summary.json", "metrics.jsonl", "ledger.db", "report.html", "rollouts/step_0.jsonl",
            "checkpoints/step_5/config.json", "checkpoints/step_5/tokenizer.json", "checkpoints/step_5/optimizer.safetensors", "checkpoints/step_5/state.json",
        ];
        Assert.All(files, file => Assert.True(new FileInfo(run.At(file)) is { Exists: true, Length: > 0 }, file));
        Assert.True(Directory.Exists(run.At("logs")));
        Assert.NotEmpty(Directory.EnumerateFiles(run.Folder, "*tfevents*", SearchOption.AllDirectories));
        Assert.Equal(["step_4", "step_5"], Directory.EnumerateDirectories(run.Checkpoints, "step_*").Select(Path.GetFileName).Order());
        var summary = run.Summary;
        foreach (var part in new[] { "baseline", "final" })
        {
            Assert.Equal(6, summary.GetProperty(part).GetProperty("tasks").GetInt32());
            Assert.InRange(summary.GetProperty(part).GetProperty("success").GetDouble(), 0, 1);
            Assert.InRange(summary.GetProperty(part).GetProperty("format").GetDouble(), 0, 1);
            Assert.NotEmpty(summary.GetProperty(part).GetProperty("byCategory").EnumerateObject());
        }

        Assert.Equal(run.Metric("tokens/generated").Sum(), summary.GetProperty("tokens").GetProperty("generated").GetDouble());
        Assert.Equal(run.Metric("tokens/trained").Sum(), summary.GetProperty("tokens").GetProperty("trained").GetDouble());
        Assert.True(summary.GetProperty("seconds").GetDouble() > 0);
    }
}
