using System.Globalization;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Ledger;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Cluster;

/// <summary>A cluster in two networks whose wire is cut in the middle of a run.</summary>
public sealed class PartitionSpecs : IDisposable
{
    private const int Steps = 60;
    private const int Port = 4053;

    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new("the cluster's own");

    private RunFiles Files => new(_folder["split"]);

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [SkippableFact]
    public async Task The_side_without_the_majority_stops_and_no_step_is_committed_twice()
    {
        using var networks = new TwoNetworks();
        AdminSecret.LoadOrCreate(_folder["secret"]);
        string[] run = [.. SmallRun.Arguments(_folder.Path, "split", "--steps", Text(Steps)).Skip(2).Select(word => word == "--name" ? "--run" : word), "--set", "ledger.keep-payloads=all"];
        string[] join = ["--join", $"{TwoNetworks.WestAddress}:{Port}"];

        // The run begins in the west; the east has most nodes, and all that it takes to go on.
        await using var west = Start(networks.West, TwoNetworks.WestAddress, "west", Port, ["--role", "coordinator,rollout,reward", .. run]);
        await west.Line(l => l.StartsWith("node west is up", StringComparison.Ordinal));
        await using var coordinator = Start(networks.East, TwoNetworks.EastAddress, "coordinator", Port, ["--role", "coordinator", .. join, .. run]);
        await using var learner = Start(networks.East, TwoNetworks.EastAddress, "learner", Port + 1, ["--role", "learner,reward", .. join]);
        await using var rollout = Start(networks.East, TwoNetworks.EastAddress, "rollout", Port + 2, ["--role", "rollout", .. join]);
        foreach (var (name, node) in new[] { ("coordinator", coordinator), ("learner", learner), ("rollout", rollout) })
            await node.Line(l => l.StartsWith($"node {name} is up", StringComparison.Ordinal));
        await west.Until("some steps are trained", () => LedgerFile.Shows(Files.Ledger, l => l.Groups(GroupState.Trained) >= 3 * SmallRun.Batch));

        networks.Cut();
        var stopped = await west.End();
        Assert.True(stopped.ExitCode == 1, stopped.All);
        Assert.Contains("took it out of the cluster", string.Join('\n', stopped.Errors), StringComparison.Ordinal);
        var before = Trained();
        Assert.InRange(before, 3, Steps - 5);
        await coordinator.Until("the other side goes on", () => Task.FromResult(Trained() >= before + 3), Logs);

        networks.Heal();
        await using var back = Start(networks.West, TwoNetworks.WestAddress, "back", Port, ["--role", "rollout,reward", "--join", $"{TwoNetworks.EastAddress}:{Port}"]);
        await back.Line(l => l.StartsWith("node back is up", StringComparison.Ordinal));
        foreach (var node in new[] { coordinator, learner, rollout, back }) (await node.End()).Succeeded();
        Files.AssertFinished(Steps, SmallRun.Batch);
        (await ToolZeroProcess.Run("replay", _folder["split"])).Succeeded();
    }

    private long Trained()
    {
        using var ledger = new LedgerFile(Files.Ledger);
        return ledger.Groups(GroupState.Trained) / SmallRun.Batch;
    }

    /// <summary>What every node logged last, for the message of a failed wait.</summary>
    private string Logs() => string.Join('\n', Directory.EnumerateFiles(_folder.Path, "*.log").Select(log => $"=== {Path.GetFileName(log)}\n{string.Join('\n', File.ReadLines(log).TakeLast(40))}"));

    private ToolZeroProcess Start(string network, string address, string name, int port, string[] words) => ToolZeroProcess.StartIn(
        network,
        _authority.Trust,
        // A machine that builds and tests at once can keep a node from running for seconds; only the wire is to be missed here.
        ["node", "--set", "akka.cluster.failure-detector.acceptable-heartbeat-pause=8s", "--set", "akka.loglevel=INFO", "--name", name, "--host", address, "--port", Text(port), "--secret-file", _folder["secret"], "--log", _folder[name + ".log"], .. _authority.Options(address), .. words]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
