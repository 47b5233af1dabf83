using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Cluster;

/// <summary>A cluster of processes on this machine.</summary>
public sealed class UpSpecs : IDisposable
{
    private readonly TemporaryFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task Five_processes_train_to_the_weights_of_one()
    {
        var arguments = SmallRun.Arguments(_runs.Path, "cluster");
        var ended = (await ToolZeroProcess.Run(["up", "--rollout", "2", "--reward", "1", .. arguments.Skip(1)])).Succeeded();
        var run = new RunFiles(_runs["cluster"]);
        run.AssertFinished(SmallRun.Steps, SmallRun.Batch);
        Assert.Equal((await SmallRun.Reference).WeightsSha256, run.WeightsSha256);
        Assert.Contains("the coordinator answers at http://127.0.0.1:", ended.Text, StringComparison.Ordinal);
        Assert.Contains("\"rollout-2", ended.Text, StringComparison.Ordinal);
        Assert.False(File.Exists(run.At("cluster.json")), "the cluster is down");
        Assert.True(File.Exists(run.At("report.html")));
    }
}
