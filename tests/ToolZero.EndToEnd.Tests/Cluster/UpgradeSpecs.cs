using System.Globalization;
using System.Text.Json;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Ledger;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Cluster;

/// <summary>
/// A rolling restart: one node after the other ends and comes back as a later release, in the order of docs/operations.md, while both releases train in one
/// cluster. The later one writes another wire version and one more key in every message.
/// </summary>
public sealed class UpgradeSpecs : IAsyncLifetime, IDisposable
{
    private const string Run = "upgrade";

    /// <summary>More than the test has time for: an operator ends the run.</summary>
    private const int Steps = 100_000;

    /// <summary>Nobody dies here: a machine that is too busy for heartbeats shall not be taken for a dead one.</summary>
    private static readonly string[] Patience = ["--join-within", "2m", .. SmallRun.Sets("akka.cluster.failure-detector.acceptable-heartbeat-pause=2m")];

    /// <summary>Rewards, rollouts, learner, coordinator.</summary>
    private static readonly string[] Order = ["reward-0", "rollout-0", "rollout-1", "learner-0", "coordinator-0"];

    private readonly TemporaryFolder _runs = new();
    private readonly NextRelease _next = new();
    private readonly Dictionary<string, int> _ports = Order.ToDictionary(name => name, _ => FreePort.Take());
    private readonly Dictionary<string, ToolZeroProcess> _nodes = [];

    private RunFiles Files => new(_runs[Run]);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes.Values) await node.DisposeAsync();
    }

    public void Dispose()
    {
        _next.Dispose();
        _runs.Dispose();
    }

    [Fact]
    public async Task Every_node_is_replaced_by_a_later_release_while_the_run_trains_and_one_goes_back()
    {
        foreach (var name in Order.Reverse()) await Start(name, ToolZeroProcess.Program);
        await Trains("the first steps");
        var today = ProductVersion.Text;
        Assert.NotEqual(NextRelease.Version, today);
        foreach (var name in Order)
        {
            // As after an upgrade with other values: the run keeps its own, and its coordinator says so.
            await Restart(name, _next.Program, name == Order[^1] ? [.. SmallRun.Sets("learner.clip-low=0.125")] : []);
            await Trains($"{name} is of the later release");
        }

        Assert.Contains("not used, because the run goes on with the settings that it began with: learner.clip-low = 0.125 (it has 0.2)", _nodes[Order[^1]].Said, StringComparison.Ordinal);
        await Shows(Order.Select(name => $"{name} {NextRelease.Version}"));
        await Restart("rollout-1", ToolZeroProcess.Program);
        await Trains("one node is of today's release again");
        await Shows(Order.Select(name => $"{name} {(name == "rollout-1" ? today : NextRelease.Version)}"));

        var ended = await Ask("drain");
        Assert.Equal("applied", ended.GetProperty("outcome").GetString());
        foreach (var node in _nodes.Values) (await node.End()).Succeeded();
        AssertNothingIsLost();
        (await ToolZeroProcess.Run("replay", _runs[Run])).Succeeded();
    }

    /// <summary>Every step once, every group accounted for, none given up or generated in vain.</summary>
    private void AssertNothingIsLost()
    {
        using var ledger = new LedgerFile(Files.Ledger);
        ledger.AssertBalanced();
        Assert.Equal(0, ledger.Groups(GroupState.Failed, GroupState.Quarantined));
        var steps = Files.Metric("step");
        Assert.Equal(Enumerable.Range(0, steps.Count).Select(s => (double)s), steps);
        Assert.Equal(steps.Count * SmallRun.Batch, ledger.Groups(GroupState.Trained));
        RunFiles.AssertNothingHalfWritten(Files.Folder);
    }

    private async Task Restart(string name, string program, params string[] more)
    {
        await _nodes[name].Terminate();
        Assert.Contains($"node {name} has left: ", (await _nodes[name].End()).Succeeded().Text, StringComparison.Ordinal);
        await _nodes[name].DisposeAsync();
        await Start(name, program, more);
    }

    /// <summary>The first coordinator starts the cluster, everybody else joins whoever is there.</summary>
    private async Task Start(string name, string program, params string[] more)
    {
        var role = name.Split('-')[0];
        var joins = _nodes.Keys.Where(n => n != name).SelectMany(n => (string[])["--join", Address(n)]);
        string[] what = role == "coordinator" ? [.. SmallRun.Arguments(_runs.Path, Run, Options()).Skip(2).Select(word => word == "--name" ? "--run" : word)] : ["--log", _runs[name + ".log"]];
        var node = ToolZeroProcess.StartFrom(program, ["node", "--role", role, "--name", name, "--port", Text(_ports[name]), .. joins, .. what, .. Patience, .. more]);
        _nodes[name] = node;
        await node.Line(l => l.StartsWith($"node {name} is up: {role} ", StringComparison.Ordinal));
    }

    private static string[] Options() => ["--steps", Text(Steps), .. SmallRun.Sets("staleness.max-versions=1", "ledger.keep-payloads=all")];

    /// <summary>Two steps more than now: what is under way came from the nodes before, the second step did not.</summary>
    private async Task Trains(string when)
    {
        var steps = Trained();
        await _nodes[Order[^1]].Until($"training goes on when {when}", () => Trained() > steps + 2);
    }

    private int Trained() => File.Exists(Files.Metrics) ? File.ReadLines(Files.Metrics).Count() : 0;

    /// <summary>Waits until all nodes tell the releases that are expected of them; one that is busy answers later.</summary>
    private async Task Shows(IEnumerable<string> releases)
    {
        string[] expected = [.. releases.Order(StringComparer.Ordinal)];
        string[] seen = [];
        await _nodes[Order[^1]].Until(
            string.Join(", ", expected),
            async () =>
            {
                var nodes = (await Ask("nodes")).GetProperty("nodes");
                seen = [.. nodes.EnumerateArray().Select(n => $"{n.GetProperty("member").GetProperty("name").GetString()} {n.GetProperty("product").GetString()}").Order(StringComparer.Ordinal)];
                return seen.SequenceEqual(expected);
            },
            () => string.Join(", ", seen));
    }

    private async Task<JsonElement> Ask(string command) => (await ToolZeroProcess.Run(
        "admin", command, "--json", "--timeout", "2m", "--cluster", Address("coordinator-0"), "--secret-file", Files.At("admin.secret"))).Succeeded().Json;

    private string Address(string name) => $"127.0.0.1:{Text(_ports[name])}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
