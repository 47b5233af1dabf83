using ToolZero.Actors.Ledger;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Training;

/// <summary>kill -9 at any moment, then --resume: the weights of the run that nobody killed.</summary>
public sealed class KilledRunSpecs : IDisposable
{
    private readonly TemporaryFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public Task Killed_before_the_first_step() => Resumes_to_the_same_weights(
        (process, run) => process.Until("its configuration is written", () => File.Exists(run.At("config.conf"))));

    [Fact]
    public Task Killed_while_generating() => Resumes_to_the_same_weights(async (process, run) =>
    {
        // The workers are given the groups of the next step right after a step; they are in flight until they are delivered.
        await process.Event("step", e => e.GetProperty("metrics").GetProperty("step").GetInt32() == 1);
        await process.Until("groups are in flight", () => LedgerFile.Shows(run.Ledger, l => l.Groups(GroupState.InFlight) > 0));
    });

    [Fact]
    public Task Killed_while_learning() => Resumes_to_the_same_weights((process, run) => process.Until(
        "the batch of a later step is with the learner",
        () => LedgerFile.Shows(run.Ledger, l => l.Groups(GroupState.Trained) > 0 && l.Groups(GroupState.Batched) > 0)));

    [Fact]
    public Task Killed_while_a_checkpoint_is_written() => Resumes_to_the_same_weights((process, run) => process.Until(
        "a checkpoint is begun",
        () => Directory.Exists(run.At($"checkpoints/.epoch_1/step_{SmallRun.CheckpointEvery}")) || Directory.Exists(run.At($"checkpoints/step_{SmallRun.CheckpointEvery}"))));

    [Fact]
    public Task Killed_after_the_steps_that_the_checkpoint_lacks() => Resumes_to_the_same_weights((process, _) =>
        process.Event("step", e => e.GetProperty("metrics").GetProperty("step").GetInt32() == SmallRun.CheckpointEvery));

    [Fact]
    public async Task Killed_again_and_again_and_always_resumed()
    {
        var run = new RunFiles(_runs["stubborn"]);
        for (var kills = 0; kills < 3; kills++)
        {
            await using var process = ToolZeroProcess.Start(kills == 0 ? SmallRun.Arguments(_runs.Path, "stubborn", SmallRun.Long) : SmallRun.Resume(_runs.Path, "stubborn"));
            await process.Event("step", e => e.GetProperty("metrics").GetProperty("step").GetInt32() > kills * SmallRun.CheckpointEvery);
            await process.Kill();
        }

        (await ToolZeroProcess.Run(SmallRun.Resume(_runs.Path, "stubborn"))).Succeeded();
        AssertSame(await SmallRun.LongReference, run);
    }

    private async Task Resumes_to_the_same_weights(Func<ToolZeroProcess, RunFiles, Task> moment)
    {
        var run = new RunFiles(_runs["killed"]);
        await using (var process = ToolZeroProcess.Start(SmallRun.Arguments(_runs.Path, "killed", SmallRun.Long)))
        {
            await moment(process, run);
            await process.Kill();
        }

        Assert.False(File.Exists(run.At("summary.json")), "the run was over before it was killed");
        (await ToolZeroProcess.Run(SmallRun.Resume(_runs.Path, "killed"))).Succeeded();
        AssertSame(await SmallRun.LongReference, run);
    }

    private static void AssertSame(RunFiles reference, RunFiles run)
    {
        run.AssertFinished(SmallRun.LongSteps, SmallRun.Batch);
        Assert.Equal(reference.WeightsSha256, run.WeightsSha256);
        foreach (var metric in new[] { "reward/mean", "loss", "gradient-norm", "tokens/generated", "tokens/trained" })
            Assert.Equal(reference.Metric(metric), run.Metric(metric));
        Assert.Equal(reference.Summary.GetProperty("final").GetRawText(), run.Summary.GetProperty("final").GetRawText());
        Assert.Equal(reference.Summary.GetProperty("tokens").GetRawText(), run.Summary.GetProperty("tokens").GetRawText());
    }
}
