using System.Text.Json;
using ToolZero.Actors.Telemetry;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Tests.Shared;

namespace ToolZero.EndToEnd.Tests.Cluster;

/// <summary>What a cluster of processes tells a collector.</summary>
public sealed class TelemetrySpecs : IDisposable
{
    private readonly TemporaryFolder _runs = new();
    private readonly OtlpCollector _collector = new();

    public void Dispose()
    {
        _collector.Dispose();
        _runs.Dispose();
    }

    [Fact]
    public async Task Every_trained_group_is_one_trace_over_four_processes_and_the_metrics_of_the_run_arrive()
    {
        // The variables stand above the key, which names a port that nobody listens on.
        await using var cluster = ToolZeroProcess.StartWith(
            _collector.Variables,
            ["up", "--rollout", "1", "--reward", "1", "--set", "telemetry.otlp-endpoint=\"http://127.0.0.1:9\"", .. SmallRun.Arguments(_runs.Path, "traced").Skip(1)]);
        (await cluster.End()).Succeeded();
        var run = new RunFiles(_runs["traced"]);
        run.AssertFinished(SmallRun.Steps, SmallRun.Batch);
        // Being watched changes nothing.
        Assert.Equal((await SmallRun.Reference).WeightsSha256, run.WeightsSha256);
        Assert.Empty(_collector.Faults);

        var traces = _collector.Spans.GroupBy(s => s.Trace).Where(t => t.Any(s => s.Name == Tracing.Gradient)).ToList();
        Assert.Equal(Enumerable.Range(0, SmallRun.Steps * SmallRun.Batch).Select(i => $"{i}"), traces.Select(t => t.First().Tags["toolzero.group"]).OrderBy(int.Parse));
        foreach (var trace in traces)
        {
            ReceivedSpan Part(string name) => trace.Single(s => s.Name == name);
            string[] path = [Tracing.Lease, Tracing.Generate, Tracing.Store, Tracing.Batch, Tracing.Gradient];
            Assert.Equal("", Part(Tracing.Lease).Parent);
            foreach (var (parent, child) in path.Zip(path.Skip(1))) Assert.Equal(Part(parent).Id, Part(child).Parent);
            Assert.Equal(Part(Tracing.Generate).Id, Part(Tracing.Score).Parent);
            Assert.All(trace, s => Assert.True(s.End >= s.Start, s.Name));
            Assert.Equal("coordinator", Node(Part(Tracing.Lease)));
            Assert.Equal("rollout-1", Node(Part(Tracing.Generate)));
            Assert.Equal("reward-1", Node(Part(Tracing.Score)));
            Assert.Equal("learner", Node(Part(Tracing.Gradient)));
        }

        var metrics = _collector.Metrics.Where(m => m.Process.StartsWith("coordinator#", StringComparison.Ordinal)).ToList();
        Assert.All(_collector.Metrics, m => Assert.Equal("ToolZero", m.Meter));
        foreach (var name in new[] { "toolzero.reward.mean", "toolzero.time.step", "toolzero.run.steps", "toolzero.step.duration" }) Assert.Contains(metrics, m => m.Name == name);
        Assert.Equal("s", metrics.First(m => m.Name == "toolzero.time.step").Unit);

        // TensorBoard's file of the same run, checksums and all, has the same rewards.
        var events = EventFile.Records(await File.ReadAllBytesAsync(Directory.GetFiles(_runs[Path.Combine("traced", "tfevents")]).Single())).Select(Protobuf.Read).Skip(1).ToList();
        Assert.Equal(run.Metric("reward/mean").Select(v => (float)v), events.SelectMany(EventFile.Scalars).Where(s => s.Tag == "reward/mean").Select(s => s.Value));
    }

    [Fact]
    public async Task Keys_of_the_configuration_say_where_to_send_and_that_logs_are_JSON()
    {
        await using var cluster = ToolZeroProcess.StartWith(
            OtlpCollector.Hurry,
            [
                "up", "--rollout", "1", "--reward", "1", .. _collector.Settings, "--set", "telemetry.log-format=json", "--set", "akka.loglevel=INFO",
                .. SmallRun.Arguments(_runs.Path, "told", "--steps", "2").Skip(1),
            ]);
        (await cluster.End()).Succeeded();
        Assert.Empty(_collector.Faults);
        Assert.Contains(_collector.Spans, s => s.Name == Tracing.Gradient && Node(s) == "learner");
        Assert.Contains(_collector.Metrics, m => m.Name == "toolzero.run.steps" && m.Process.StartsWith("coordinator#", StringComparison.Ordinal));

        foreach (var node in new[] { "coordinator", "learner", "rollout-1", "reward-1" })
        {
            var entries = File.ReadLines(Path.Combine(_runs["told"], "logs", node + ".log")).Select(l => JsonDocument.Parse(l).RootElement).ToList();
            Assert.All(entries, e => Assert.Equal(node, e.GetProperty("node").GetString()));
            Assert.All(entries, e => Assert.True(e.GetProperty("time").TryGetDateTimeOffset(out _)));
            // Before the node has heard of a run it has no name of one.
            var runs = entries.Select(e => e.GetProperty("run").GetString()!).Distinct().ToList();
            Assert.Contains("told", runs);
            Assert.All(runs, run => Assert.True(run is "" or "told", run));
        }

        // Nothing of all this is the run's: it is not kept with it.
        Assert.DoesNotContain("telemetry", await File.ReadAllTextAsync(Path.Combine(_runs["told"], "config.conf")), StringComparison.Ordinal);
    }

    private static string Node(ReceivedSpan span) => span.Process.Split('#')[0];
}
