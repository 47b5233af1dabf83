using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Actors.Weights;
using ToolZero.Actors.Weights.Tree;
using ToolZero.Actors.Wire;
using ToolZero.Core.Metrics;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Tests.Shared;
using ToolZero.Web.Health;
using ToolZero.Web.SignIn;
using ToolZero.Web.Telemetry;
using ToolZero.Web.Tests.Support;
using static ToolZero.Actors.Weights.Tree.WeightsTreeProtocol;

namespace ToolZero.Web.Tests.Telemetry;

/// <summary><c>/metrics</c> of a node that has the run, as Prometheus reads it.</summary>
public sealed class MetricsSpecs
{
    private const string Begin = "<!-- exported -->\n";
    private const string End = "<!-- /exported -->\n";

    private static readonly string Document = Path.Combine(SharedData.RepositoryRoot, "docs", "metrics.md");

    private readonly HashSet<TestNode> _trees = [];

    /// <summary>One group of one sample of one token.</summary>
    private static readonly TrainingBatch Batch = new(
        41,
        0.5,
        1e-3,
        [new ScoredGroup(new GroupId(0), 1, "task", "simple", [1], [new ScoredTrajectory(new Trajectory([2], [-0.5f], [true], [new PolicyVersion(41)], StopReason.EndOfSequence, "b"), new RewardScore(1, 0.5, 0, false, ImmutableSortedDictionary<string, double>.Empty))], "west/rollout-1#0000abcd.1")]);

    private static readonly StepMetrics Step = new(
        41,
        BatchStatistics.Of(Batch),
        new UpdateStatistics(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, double.PositiveInfinity, 1e-3, 8),
        new TimeSplit(2, 0.25, 1, 0.25, 0, 0.5));

    /// <summary>One event of every kind.</summary>
    private static ImmutableArray<object> Events =>
    [
        new RunPulse(RunPhase.Running, new GroupCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), TimeSpan.Zero, WaitsForBatch: true, ExpiredLeases: 0),
        new RunEvent.PhaseChanged(RunPhase.Paused, "an operator"),
        new RunEvent.StepCompleted(Step, Batch, new GroupCounts(45, 1, 2, 3, 4, 5, 6, 7, 17, 9)),
        new RunEvent.CheckpointWritten(40, "step_40", "00"),
        new RunEvent.RolledBack(41, 40),
        new RunEvent.GroupsQuarantined([new GroupId(1), new GroupId(2)], ["why"]),
        new RunEvent.EvaluationDone("baseline", 0, new EvaluationResult(0.21, 1, 10, ImmutableSortedDictionary<string, double>.Empty)),
        new RunEvent.NodeChanged("east", "127.0.0.1:1", ["rollout"], NodeHealth.Up),
        new RunEvent.NodeChanged("south", "127.0.0.1:2", ["rollout"], NodeHealth.Unreachable),
        new RunEvent.WorkerChanged("west/rollout-1#0000abcd.1", RoleKind.Rollout, RoleHealth.Running, 1, ""),
        new RunEvent.WorkerChanged("west/rollout-2#0000abcd.1", RoleKind.Rollout, RoleHealth.Restarting, 1, "it failed"),
        new RunEvent.WorkerChanged("east/rollout-1#0000abcd.1", RoleKind.Rollout, RoleHealth.Restarting, 1, "of another node"),
        new WeightsProtocol.Swapped("west/rollout-1#0000abcd.1", new WeightsKey(0, 1), TimeSpan.FromMilliseconds(20)),
        new RunEvent.WorkerChanged("west/rollout-3#0000abcd.1", RoleKind.Rollout, RoleHealth.Running, 1, ""),
        new WeightsProtocol.Swapped("west/rollout-3#0000abcd.1", new WeightsKey(0, 3), TimeSpan.FromMilliseconds(20)),
        new RunPulse(RunPhase.Paused, new GroupCounts(50, 1, 2, 3, 4, 5, 6, 7, 17, 9), TimeSpan.FromSeconds(30), WaitsForBatch: false, ExpiredLeases: 11),
    ];

    /// <summary>What the weights tree says when it is asked.</summary>
    private static WeightsView Weights { get; } = new(
        "learner",
        new SourceReport(new WeightsKey(1, 9), "", 0, 0, 1, TimeSpan.Zero, TimeSpan.Zero, 3),
        [Holding("west", new WeightsKey(1, 8)), Holding("east", new WeightsKey(1, 5)), Holding("south", null), Holding("north", new WeightsKey(0, 20))]);

    private static NodeWeights Holding(string node, WeightsKey? weights) => new(node, RelayTree.Source, TransferReport.Empty with { Holds = weights });

    [Fact]
    public async Task Every_metric_is_exported_with_its_type_its_help_and_the_labels_that_it_may_have()
    {
        using var folder = new TemporaryFolder();
        await using var node = await TestNode.Start(runFolder: folder.Path, akka: WireConfiguration.Config);
        var families = await Scrape(node);
        foreach (var metric in ExportedMetrics.All)
        {
            var family = families.SingleOrDefault(f => f.Name == metric.Prometheus);
            if (metric.Instrument == "toolzero.logprob-difference.max")
            {
                // It was infinite in the step: such a value is left out.
                Assert.Null(family);
                continue;
            }

            Assert.True(family is not null, $"{metric.Prometheus} is not exported; there are {string.Join(", ", families.Select(f => f.Name))}");
            Assert.Equal(metric.Kind.ToString().ToLowerInvariant(), family.Type);
            Assert.Equal(metric.Meaning, family.Help.Replace("\\\\", "\\", StringComparison.Ordinal));
            var labels = family.Samples.SelectMany(s => s.Labels).Where(l => l.Key is not ("le" or "otel_scope_name" or "otel_scope_version")).ToList();
            Assert.All(labels, l => Assert.Equal(metric.Label, l.Key));
            Assert.All(labels, l => Assert.Contains(l.Value, metric.LabelValues));
        }

        Assert.Empty(families.Select(f => f.Name).Except(ExportedMetrics.All.Select(m => m.Prometheus)).Except(["target_info", "otel_scope_info"]));
    }

    [Fact]
    public async Task Values_are_those_of_the_events()
    {
        await using var node = await TestNode.Start(akka: WireConfiguration.Config);
        var families = await Scrape(node);
        double Value(ExportedMetric metric, string? label = null) =>
            families.Single(f => f.Name == metric.Prometheus).Samples.Single(s => label is null ? s.Name == metric.Prometheus : s.Labels[metric.Label!] == label).Value;

        Assert.Equal(41, Value(ExportedMetrics.OfSteps.Single(m => m.Name == "step")));
        Assert.Equal(4, Value(ExportedMetrics.OfSteps.Single(m => m.Name == "time.step")));
        Assert.Equal((1, 0), (Value(ExportedMetrics.Phase, "paused"), Value(ExportedMetrics.Phase, "running")));
        Assert.Equal((2, 17), (Value(ExportedMetrics.Groups, "in-flight"), Value(ExportedMetrics.Groups, "quarantined")));
        Assert.Equal(2, Value(ExportedMetrics.Quarantined));
        Assert.Equal(40, Value(ExportedMetrics.CheckpointStep));
        Assert.Equal(0.21, Value(ExportedMetrics.Evaluation, "baseline"));
        Assert.Equal((1, 1, 0), (Value(ExportedMetrics.Nodes, "up"), Value(ExportedMetrics.Nodes, "unreachable"), Value(ExportedMetrics.Nodes, "gone")));
        Assert.Equal((3, 1), (Value(ExportedMetrics.Workers, "rollout"), Value(ExportedMetrics.WorkerFailures, "rollout")));
        Assert.Equal((30, 11), (Value(ExportedMetrics.Waiting), Value(ExportedMetrics.ExpiredLeases)));
        Assert.Equal(0.5, Value(ExportedMetrics.BatchWait));
        // Issued were five more than the states account for.
        Assert.Equal(5, Value(ExportedMetrics.LedgerBalance));
        // Of the nodes that have weights of this epoch east is the last; those of north are from before the rollback.
        Assert.Equal(4, Value(ExportedMetrics.WeightsLag));
        Assert.Equal(1, Value(ExportedMetrics.WeightsVersion));
        Assert.Equal((0, 0), (Value(ExportedMetrics.RefusedFrames, "frame"), Value(ExportedMetrics.RefusedFrames, "message")));
        Assert.Equal(0, Value(ExportedMetrics.WorkAge, "learner"));
        var swaps = families.Single(f => f.Name == ExportedMetrics.SwapPause.Prometheus).Samples;
        Assert.Equal(2, swaps.Single(s => s.Name.EndsWith("_count", StringComparison.Ordinal)).Value);
        Assert.Equal("+Inf", swaps.Last(s => s.Name.EndsWith("_bucket", StringComparison.Ordinal)).Labels["le"]);
        Assert.DoesNotContain(families, f => f.Name == ExportedMetrics.DiskFree.Prometheus);
    }

    [Fact]
    public async Task Messages_that_are_refused_are_counted_by_kind()
    {
        await using var node = await TestNode.Start(akka: WireConfiguration.Config);
        var wire = WireSerializer.Of(node.System);
        Assert.Throws<WireException>(() => wire.FromBinary([1, 2, 3], "none.such"));
        Assert.Throws<WireException>(() => new RefusedJson((ExtendedActorSystem)node.System).FromBinary([1], "System.Object"));
        using var answer = await node.Get(TelemetryFeature.Path);
        var refused = Exposition.Read(await answer.Content.ReadAsStringAsync()).Single(f => f.Name == ExportedMetrics.RefusedFrames.Prometheus).Samples;
        Assert.Equal([("frame", 0), ("message", 2)], refused.Select(s => (s.Labels["kind"], s.Value)).OrderBy(s => s.Item1, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_run_that_another_node_took_over_is_not_told_of_any_more_and_one_that_has_ended_is()
    {
        await using var node = await TestNode.Start();
        await Scrape(node);
        node.System.EventStream.Publish(CoordinatorProtocol.CoordinatorStopped.Instance);
        await Until(node, families => families.All(f => f.Name != ExportedMetrics.Phase.Prometheus && f.Name != ExportedMetrics.OfSteps[0].Prometheus));
        await Scrape(node);
        node.System.EventStream.Publish(new RunEvent.PhaseChanged(RunPhase.Finished, ""));
        node.System.EventStream.Publish(CoordinatorProtocol.CoordinatorStopped.Instance);
        await Until(node, families => families.SingleOrDefault(f => f.Name == ExportedMetrics.Phase.Prometheus)?.Samples.Single(s => s.Labels["phase"] == "finished").Value == 1);
    }

    [Fact]
    public async Task As_OpenMetrics_every_metric_with_a_unit_says_it_and_its_name_ends_in_it()
    {
        await using var node = await TestNode.Start();
        await Scrape(node);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, TelemetryFeature.Path));
        request.Headers.TryAddWithoutValidation("Accept", "application/openmetrics-text; version=1.0.0");
        using var answer = await node.Send(request);
        Assert.StartsWith("application/openmetrics-text; version=1.0.0", answer.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
        var units = text.Split('\n').Where(l => l.StartsWith("# UNIT ", StringComparison.Ordinal)).Select(l => l.Split(' ')).ToDictionary(l => l[2], l => l[3]);
        Assert.All(units, u => Assert.EndsWith("_" + u.Value, u.Key, StringComparison.Ordinal));
        foreach (var metric in new[] { ExportedMetrics.StepDuration, ExportedMetrics.Waiting, ExportedMetrics.WorkAge }) Assert.Equal("seconds", units[metric.Prometheus]);
    }

    [Fact]
    public void Names_are_as_promtool_wants_them()
    {
        foreach (var metric in ExportedMetrics.All)
        {
            var name = metric.Prometheus;
            Assert.Matches("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", name);
            Assert.Equal(metric.Kind == MetricKind.Counter, name.EndsWith("_total", StringComparison.Ordinal));
            Assert.DoesNotMatch("_(count|sum|bucket|info)$", name);
            Assert.DoesNotMatch("_(gauge|counter|histogram|summary)(_|$)", name);
            Assert.DoesNotMatch("_(milliseconds|ms|minutes|hours|kilobytes|mb|percent)(_|$)", name);
            if (metric.Unit == "s") Assert.Contains("_seconds", name, StringComparison.Ordinal);
            if (metric.Unit == "By") Assert.Contains("_bytes", name, StringComparison.Ordinal);
            Assert.False(string.IsNullOrWhiteSpace(metric.Meaning));
            Assert.Equal(metric.Label is null, metric.LabelValues.IsEmpty);
            Assert.InRange(metric.LabelValues.Length, 0, 16);
        }

        Assert.Equal(ExportedMetrics.All.Length, ExportedMetrics.All.Select(m => m.Prometheus).Distinct().Count());
    }

    [Fact]
    public async Task A_step_of_work_in_hand_shows_its_age()
    {
        await using var node = await TestNode.Start(roles: ["learner"]);
        using var work = WorkPulses.Of(node.System).Begin(new WorkInHand("learner", RoleKind.Learner, "trains", TimeProvider.System, TimeProvider.System.GetTimestamp() - TimeProvider.System.TimestampFrequency * 90));
        using var answer = await node.Get(TelemetryFeature.Path);
        var age = Exposition.Read(await answer.Content.ReadAsStringAsync()).Single(f => f.Name == ExportedMetrics.WorkAge.Prometheus).Samples.Single();
        Assert.Equal("learner", age.Labels["kind"]);
        Assert.InRange(age.Value, 90, 400);
    }

    [Fact]
    public async Task Beyond_loopback_the_secret_is_asked_for_and_nothing_else_opens()
    {
        using var folder = new TemporaryFolder();
        using var authority = new TestAuthority(TestNode.AuthorityName);
        var secret = folder["secret"];
        AdminSecret.LoadOrCreate(secret);
        await using var node = await TestNode.Start(authority: authority, http: "0.0.0.0:0", secretFile: secret);
        foreach (var shown in new[] { null, "Bearer", "Bearer ", "Bearer wrong", "Basic " + await File.ReadAllTextAsync(secret) }) Assert.Equal(HttpStatusCode.Unauthorized, await Status(node, shown?.Trim()));
        Assert.Equal(HttpStatusCode.OK, await Status(node, "Bearer " + (await File.ReadAllTextAsync(secret)).Trim()));
        Assert.Equal(HttpStatusCode.OK, await Status(node, null, HealthFeature.Path(HealthTags.Live)));
        // At once, and again: one after another, a slow machine asks no faster than an address may.
        for (var end = DateTimeOffset.UtcNow + WebBench.Patience; !(await Task.WhenAll(Enumerable.Range(0, Limits.ApiBurst).Select(_ => Status(node, "Bearer wrong")))).Contains(HttpStatusCode.TooManyRequests);)
            Assert.True(DateTimeOffset.UtcNow < end, "the secret can be guessed as fast as one likes");
    }

    [Fact]
    public void Whatever_a_step_logs_is_exported_or_named_as_not_exported()
    {
        var logged = JsonDocument.Parse(Step.ToJson()).RootElement.EnumerateObject().Select(p => p.Name).ToList();
        var said = File.ReadAllText(Document).Split("Not exported:")[1].Split("\n\n")[0];
        foreach (var name in logged)
            Assert.True(ExportedMetrics.OfSteps.Any(m => m.Name == name.Replace('/', '.')) != said.Contains($"`{name}`", StringComparison.Ordinal), $"{name} is to be exported, or docs/metrics.md says that it is not");
        Assert.Superset(ExportedMetrics.OfSteps.Select(m => m.Name).ToHashSet(), logged.Select(l => l.Replace('/', '.')).ToHashSet());
    }

    [Fact]
    public void The_documentation_has_every_exported_metric()
    {
        var table = new StringBuilder("| in Prometheus | kind | labels | meaning |\n|---|---|---|---|\n");
        foreach (var m in ExportedMetrics.All)
            table.Append($"| {m.Prometheus} | {m.Kind.ToString().ToLowerInvariant()} | {(m.Label is null ? "" : $"{m.Label}: {string.Join(", ", m.LabelValues)}")} | {m.Meaning} |\n");
        var text = File.ReadAllText(Document);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("TOOLZERO_WRITE_DOCS") == "1") File.WriteAllText(Document, text[..from] + table + text[to..]);
        else Assert.True(text[from..to] == table.ToString(), "docs/metrics.md lists other metrics than nodes export: run this test with TOOLZERO_WRITE_DOCS=1 and commit the document");
    }

    /// <summary>What is exported when all events have come through.</summary>
    private async Task<IReadOnlyList<Family>> Scrape(TestNode node)
    {
        if (_trees.Add(node)) node.System.ActorOf(Props.Create(() => new Tree()), Path.GetFileName(AdminEndpoint.Proxy));
        foreach (var said in Events) node.System.EventStream.Publish(said);
        return await Until(node, families => new[] { ExportedMetrics.Waiting, ExportedMetrics.WeightsLag }.All(m => families.FirstOrDefault(f => f.Name == m.Prometheus)?.Samples.Single().Value > 0));
    }

    private static async Task<IReadOnlyList<Family>> Until(TestNode node, Func<IReadOnlyList<Family>, bool> isSo)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            using var answer = await node.Get(TelemetryFeature.Path);
            Assert.StartsWith("text/plain; version=0.0.4", answer.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
            var families = Exposition.Read(await answer.Content.ReadAsStringAsync());
            if (isSo(families)) return families;
            Assert.False(deadline.IsCancellationRequested, string.Join(", ", families.Select(f => f.Name)));
            await Task.Delay(50);
        }
    }

    /// <summary>Stands where the run is asked.</summary>
    private sealed class Tree : ReceiveActor
    {
        public Tree() => Receive<GetWeights>(_ => Sender.Tell(Weights));
    }

    private static async Task<HttpStatusCode> Status(TestNode node, string? authorization, string path = TelemetryFeature.Path)
    {
        // Listening everywhere is no address to connect to.
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(node.Address) { Host = "127.0.0.1", Path = path }.Uri);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await node.Send(request);
        return answer.StatusCode;
    }
}
