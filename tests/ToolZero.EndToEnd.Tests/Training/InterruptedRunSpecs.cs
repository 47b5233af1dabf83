using ToolZero.Actors.Ledger;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Training;

/// <summary>Ctrl-C: an orderly stop with a checkpoint, and the command that goes on.</summary>
public sealed class InterruptedRunSpecs : IDisposable
{
    private readonly TemporaryFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task A_run_that_is_interrupted_prints_how_to_go_on_and_goes_on_to_the_same_weights()
    {
        var run = new RunFiles(_runs["interrupted"]);
        await using (var process = ToolZeroProcess.Start([.. SmallRun.Arguments(_runs.Path, "interrupted", SmallRun.Long).Where(a => a != "--json"), "--plain"]))
        {
            await process.Until("a step is trained", () => File.Exists(run.Metrics) && File.ReadLines(run.Metrics).Any());
            await process.Interrupt();
            var stopped = await process.End();
            Assert.True(stopped.ExitCode == 130, stopped.All);
            Assert.Empty(stopped.Errors);
            var resume = Assert.Single(stopped.Output, line => line.Contains("--resume", StringComparison.Ordinal));
            Assert.Contains("train --resume --name interrupted", resume, StringComparison.Ordinal);
            Assert.Contains($"run.folder={_runs.Path}", resume, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(run.At("summary.json")));
        RunFiles.AssertNothingHalfWritten(run.Folder);
        using (var ledger = new LedgerFile(run.Ledger))
        {
            ledger.AssertBalanced();
            var trained = ledger.Groups(GroupState.Trained) / SmallRun.Batch;
            Assert.InRange(trained, 1, SmallRun.LongSteps - 1);
            Assert.True(Directory.Exists(run.At($"checkpoints/step_{trained}")), "an orderly stop leaves a checkpoint of its last step");
        }

        (await ToolZeroProcess.Run(SmallRun.Resume(_runs.Path, "interrupted"))).Succeeded();
        run.AssertFinished(SmallRun.LongSteps, SmallRun.Batch);
        Assert.Equal((await SmallRun.LongReference).WeightsSha256, run.WeightsSha256);
    }

    [Fact]
    public async Task A_run_that_is_interrupted_before_its_first_step_goes_on_too()
    {
        var run = new RunFiles(_runs["early"]);
        await using (var process = ToolZeroProcess.Start(SmallRun.Arguments(_runs.Path, "early", SmallRun.Long)))
        {
            await process.Until("its configuration is written", () => File.Exists(run.At("config.conf")));
            await process.Interrupt();
            var stopped = await process.End();
            Assert.True(stopped.ExitCode == 130, stopped.All);
            Assert.Contains("--resume", stopped.All, StringComparison.Ordinal);
        }

        (await ToolZeroProcess.Run(SmallRun.Resume(_runs.Path, "early"))).Succeeded();
        Assert.Equal((await SmallRun.LongReference).WeightsSha256, run.WeightsSha256);
    }
}
