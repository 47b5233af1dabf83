using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Training;

/// <summary><c>toolzero replay</c>: what an asynchronous run did to its weights, done once more.</summary>
public sealed class ReplaySpecs : IDisposable
{
    private readonly TemporaryFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task An_asynchronous_run_that_was_killed_and_resumed_is_replayed_to_its_final_weights()
    {
        var run = new RunFiles(_runs["ahead"]);
        await using (var process = ToolZeroProcess.Start(SmallRun.Arguments(
            _runs.Path, "ahead", [.. SmallRun.Long, .. SmallRun.Sets("staleness.max-versions=2", "ledger.keep-payloads=all", "checkpoint.keep=100")])))
        {
            await process.Event("step", e => e.GetProperty("metrics").GetProperty("step").GetInt32() == SmallRun.CheckpointEvery);
            await process.Kill();
        }

        (await ToolZeroProcess.Run(SmallRun.Resume(_runs.Path, "ahead"))).Succeeded();
        var result = (await ToolZeroProcess.Run("replay", run.Folder, "--json")).Succeeded().Json;
        Assert.True(result.GetProperty("matches").GetBoolean());
        Assert.Equal(0, result.GetProperty("from").GetInt32());
        var checkpoints = Enumerable.Range(1, SmallRun.LongSteps / SmallRun.CheckpointEvery).Select(n => n * SmallRun.CheckpointEvery);
        Assert.Equal(checkpoints, result.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("step").GetInt32()));
        Assert.Equal(run.WeightsSha256, result.GetProperty("checks").EnumerateArray().Last().GetProperty("replayed").GetString());
    }

    [Fact]
    public async Task Other_weights_are_exit_code_1_and_what_cannot_be_replayed_is_exit_code_2()
    {
        var run = await SmallRun.Train(_runs.Path, "short", "--steps", "4");
        var same = (await ToolZeroProcess.Run("replay", run.Folder)).Succeeded();
        Assert.Contains("bit for bit", same.Text, StringComparison.Ordinal);
        Assert.Contains(run.WeightsSha256, same.Text, StringComparison.Ordinal);

        File.Copy(run.At("checkpoints/step_2/model.safetensors"), run.At("checkpoints/step_4/model.safetensors"), overwrite: true);
        var other = await ToolZeroProcess.Run("replay", run.Folder);
        Assert.True(other.ExitCode == 1, other.All);
        Assert.Contains("OTHER WEIGHTS", other.Text, StringComparison.Ordinal);

        await Refusal.AssertRefused(["replay", run.Folder, "--from", "3"], run.Folder, "0, 2");
        await Refusal.AssertRefused(["replay", _runs["none"]], _runs["none"], "there is no ledger");
    }
}
