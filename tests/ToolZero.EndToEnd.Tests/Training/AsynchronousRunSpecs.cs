using System.Text.Json;
using ToolZero.Actors.Ledger;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Training;

/// <summary>η = 2: rollouts run ahead, and nothing that they make is thrown away.</summary>
public sealed class AsynchronousRunSpecs : IDisposable
{
    private const int Steps = 8;
    private const int MaxVersions = 2;

    private readonly TemporaryFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task The_ledger_balances_at_every_step_and_nothing_is_generated_beyond_the_gate()
    {
        var run = new RunFiles(_runs["ahead"]);
        await using var process = ToolZeroProcess.Start(
            SmallRun.Arguments(_runs.Path, "ahead", ["--steps", $"{Steps}", .. SmallRun.Sets($"staleness.max-versions={MaxVersions}")]));
        for (var step = 0; step < Steps; step++)
        {
            var told = await process.Event("step");
            Assert.Equal(step, told.GetProperty("metrics").GetProperty("step").GetInt32());
            AssertWithinGate(told.GetProperty("ledger"), version: step + 1);
        }

        (await process.End()).Succeeded();
        run.AssertFinished(Steps, SmallRun.Batch);
        Assert.All(run.Metric("staleness/max"), age => Assert.InRange(age, 0, MaxVersions));
        using var ledger = new LedgerFile(run.Ledger);
        Assert.InRange(ledger.StalenessMaximum, 0, MaxVersions);
        Assert.Equal(0, ledger.Groups(GroupState.Stale, GroupState.Filtered, GroupState.Failed, GroupState.Quarantined));
    }

    [Fact]
    public async Task Killed_in_the_middle_it_resumes_and_every_group_is_trained_once()
    {
        var run = new RunFiles(_runs["killed"]);
        string[] ahead = [.. SmallRun.Long, .. SmallRun.Sets($"staleness.max-versions={MaxVersions}")];
        await using (var process = ToolZeroProcess.Start(SmallRun.Arguments(_runs.Path, "killed", ahead)))
        {
            await process.Event("step", e => e.GetProperty("metrics").GetProperty("step").GetInt32() == 1);
            await process.Kill();
        }

        using (var ledger = new LedgerFile(run.Ledger)) ledger.AssertBalanced();
        (await ToolZeroProcess.Run(SmallRun.Resume(_runs.Path, "killed"))).Succeeded();
        run.AssertFinished(SmallRun.LongSteps, SmallRun.Batch);
        Assert.All(run.Metric("staleness/max"), age => Assert.InRange(age, 0, MaxVersions));
    }

    /// <summary>issued ≤ (η + version + 1)·batch, and never more than the run needs; every group has one state.</summary>
    private static void AssertWithinGate(JsonElement ledger, int version)
    {
        long Of(string name) => ledger.GetProperty(name).GetInt64();
        Assert.Equal(Of("issued"), Of("pending") + Of("inFlight") + Of("scored") + Of("trained") + Of("quarantined"));
        Assert.InRange(Of("issued"), version * SmallRun.Batch, Math.Min(MaxVersions + version + 1, Steps) * SmallRun.Batch);
        Assert.Equal(version * SmallRun.Batch, Of("trained"));
    }
}
