using System.Diagnostics;
using System.Text.Json;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Environments;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Tests.Shared;

namespace ToolZero.EndToEnd.Tests.Training;

/// <summary>Runs with an environment: the same weights again, after kill -9 too, and a bad environment costs its groups and nothing else.</summary>
public sealed class EpisodeRunSpecs : IDisposable
{
    /// <summary>As <see cref="SmallRun.LongSteps"/>, of steps that are longer.</summary>
    private const int Steps = 12;

    /// <summary>The shipped model: unlike the smallest one it calls now and then from the first step on.</summary>
    private static readonly string[] Shipped =
        ["--model", Path.Combine(SharedData.RepositoryRoot, "models", "tiny-zero"), .. SmallRun.Sets("rollout.max-tokens=192", "evaluation.max-tokens=64", "rollout.group-size=8")];

    private static readonly string[] Episodes = [.. Shipped, "--steps", $"{Steps}", .. SmallRun.Sets("environment.name=toolworld")];

    private readonly TemporaryFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task Killed_in_the_middle_of_episodes_and_resumed_to_the_same_weights()
    {
        var straight = await SmallRun.Train(_runs.Path, "straight", Episodes);
        straight.AssertFinished(Steps, SmallRun.Batch);
        Assert.Contains(straight.Metric("turns"), turns => turns > 1);

        var run = new RunFiles(_runs["killed"]);
        await using (var process = ToolZeroProcess.Start(SmallRun.Arguments(_runs.Path, "killed", Episodes)))
        {
            await process.Event("step", e => e.GetProperty("metrics").GetProperty("step").GetInt32() == 1);
            await process.Until("groups are in flight", () => LedgerFile.Shows(run.Ledger, l => l.Groups(GroupState.InFlight) > 0));
            await process.Kill();
        }

        Assert.False(File.Exists(run.At("summary.json")), "the run was over before it was killed");
        (await ToolZeroProcess.Run(SmallRun.Resume(_runs.Path, "killed"))).Succeeded();
        run.AssertFinished(Steps, SmallRun.Batch);
        Assert.Equal(straight.WeightsSha256, run.WeightsSha256);
        foreach (var metric in new[] { "reward/mean", "turns", "tokens/generated", "tokens/trained" }) Assert.Equal(straight.Metric(metric), run.Metric(metric));
    }

    [Fact]
    public async Task An_environment_that_hangs_throws_and_says_too_much_costs_its_groups_and_nothing_else()
    {
        var start = Stopwatch.GetTimestamp();
        var run = await SmallRun.Train(
            _runs.Path,
            "misbehaving",
            [.. Shipped, .. SmallRun.Sets(
                "environment.name=custom",
                $"environment.assembly=\"{typeof(MisbehavingEnvironments).Assembly.Location}\"",
                $"environment.type={typeof(MisbehavingEnvironments).FullName}",
                "environment.deadline=300ms",
                "environment.max-answer=64")]);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, ToolZeroProcess.Deadline);
        Assert.Equal(SmallRun.Steps, run.Summary.GetProperty("steps").GetInt32());
        using (var ledger = new LedgerFile(run.Ledger))
        {
            ledger.AssertBalanced();
            Assert.Equal(SmallRun.Steps * SmallRun.Batch, ledger.Groups(GroupState.Trained));
            Assert.InRange(ledger.Groups(GroupState.Quarantined), 1, ledger.Issued - SmallRun.Steps * SmallRun.Batch);
            Assert.All(ledger.Evidence(GroupState.Quarantined), e => Assert.Contains("environment: no answer within its deadline in turn 1", e, StringComparison.Ordinal));
        }

        var lines = Enumerable.Range(0, SmallRun.Steps).SelectMany(step => File.ReadLines(run.At($"rollouts/step_{step}.jsonl"))).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var episodes = lines.Select(l => (Task: l.GetProperty("task").GetString()!, Episode: EpisodeRecord.Read(l.GetProperty("text").GetString()!))).ToList();
        Assert.DoesNotContain(episodes, e => MisbehavingEnvironments.Hangs(e.Task));
        Assert.Contains(episodes, e => e.Episode.Fault == EnvironmentFault.Threw && e.Episode.Observations.Any(o => o.Contains("error: out of order", StringComparison.Ordinal)));
        Assert.Contains(episodes, e => e.Episode.Fault == EnvironmentFault.HugeAnswer);
        Assert.All(episodes.SelectMany(e => e.Episode.Observations), o => Assert.InRange(o.Length, 0, 16 * 100));
    }
}
