using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Akka.Actor;
using ToolZero.Core.Randomness;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Tests.Shared;
using ToolZero.Tests.Shared.PortFuzz;
using Xunit.Abstractions;

namespace ToolZero.EndToEnd.Tests.Cluster;

/// <summary>
/// Frames of any kind at the port of the coordinator, over which operators speak too, while its cluster trains: no process ends or is restarted, memory
/// stays, and what was trained is what its journal says. TOOLZERO_FUZZ_FRAMES says how many (10,000); a million take some minutes.
/// </summary>
public sealed class PortFuzzSpecs(ITestOutputHelper output) : IDisposable
{
    private const long Warming = 2_000;
    private const long MostGrowth = 200L << 20;

    /// <summary>Looks at memory.</summary>
    private const int Parts = 20;

    private static readonly string[] Working =
        ["/user/run/singleton", "/user/run/singleton/coordinator", "/user/node", "/user/gate", "/user/run-proxy", "/user/death-probe", "/system/cluster/core/daemon"];

    private readonly TemporaryFolder _runs = new();

    private static long Frames { get; } = long.Parse(Environment.GetEnvironmentVariable("TOOLZERO_FUZZ_FRAMES") ?? "10000", CultureInfo.InvariantCulture);

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task A_training_cluster_takes_no_harm_from_frames_of_any_kind_at_its_coordinator()
    {
        var run = new RunFiles(_runs["fuzzed"]);
        var arguments = SmallRun.Arguments(_runs.Path, "fuzzed", ["--steps", "1000000", .. SmallRun.Sets("learner.learning-rate=1e-4")]);
        await using var cluster = ToolZeroProcess.Start(["up", "--rollout", "1", "--reward", "1", .. arguments.Skip(1)]);
        await cluster.Until("a step is trained", () => Steps(run) > 0);
        var (address, pid) = Coordinator(run);
        var random = new RandomStream(23);
        var maker = new FrameMaker(Target(address), random);
        var port = new IPEndPoint(IPAddress.Loopback, address.Port!.Value);

        await Fuzzer().Send(Math.Min(Warming, Frames), attempts: Warming);
        var (memory, steps, start) = (Resident(pid), Steps(run), Stopwatch.GetTimestamp());
        var (report, resident) = await Sent(cluster, run, Fuzzer(), pid);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var (after, trained) = (Resident(pid), Steps(run) - steps);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report}; {seconds:F0} s; resident memory of the coordinator {memory >> 20} -> {after >> 20} MiB, on the way {string.Join(' ', resident)}; {trained} steps trained meanwhile"));
        Assert.Equal(Frames, report.Frames);
        Assert.InRange(after, 0, memory + MostGrowth);

        // Training goes on behind the last frame.
        var last = Steps(run);
        await cluster.Until("two more steps are trained", () => Steps(run) > last + 1);
        Assert.All(Nodes(run), node => Assert.Equal(1, node.GetProperty("starts").GetInt32()));
        await cluster.Interrupt();
        var stopped = await cluster.End();
        Assert.True(stopped.ExitCode == 130, stopped.All);
        using (var ledger = new LedgerFile(run.Ledger)) ledger.AssertBalanced();
        var replay = (await ToolZeroProcess.Run("replay", run.Folder, "--json")).Succeeded().Json;
        Assert.True(replay.GetProperty("matches").GetBoolean());

        PortFuzzer Fuzzer() => new(port, maker, random, TimeSpan.FromSeconds(10), secure: null);
    }

    /// <summary>Sends all, with a look at memory (MiB) now and then. A port that is closed meanwhile is the failure that is looked for, and the logs say why.</summary>
    private static async Task<(FuzzReport Report, List<long> Resident)> Sent(ToolZeroProcess cluster, RunFiles run, PortFuzzer fuzzer, int pid)
    {
        var resident = new List<long>();
        try
        {
            for (var part = 1; ; part++)
            {
                var report = await fuzzer.Send(Frames * part / Parts, attempts: Frames);
                resident.Add(Resident(pid) >> 20);
                if (part == Parts) return (report, resident);
            }
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            var logs = Directory.EnumerateFiles(run.At("logs"), "*.log").Select(log => $"--- {Path.GetFileName(log)}\n{string.Join('\n', File.ReadLines(log).TakeLast(20))}");
            await cluster.Interrupt();
            var tail = string.Join('\n', (await cluster.End()).All.Split('\n').TakeLast(40));
            throw new InvalidOperationException($"{error.Message} after {Steps(run)} steps, memory {string.Join(' ', resident)}\n{string.Join('\n', logs)}\n--- up\n{tail}", error);
        }
    }

    private static FuzzTarget Target(Address node) => new(node, Corpus(), "node.get-status", "node.status", "/user/node") { Working = Working, Operators = "/user/run/singleton" };

    /// <summary>The newest golden bytes of every message.</summary>
    private static List<(string Manifest, byte[] Bytes)> Corpus() =>
    [
        .. File.ReadLines(Path.Combine(SharedData.RepositoryRoot, "tests", "ToolZero.Actors.Tests", "Wire", "Golden", "messages.txt"))
            .Select(line => line.Split(' '))
            .GroupBy(parts => parts[0])
            .Select(lines => (lines.Key, Convert.FromHexString(lines.Last()[2]))),
    ];

    private static (Address Address, int Pid) Coordinator(RunFiles run)
    {
        var node = Nodes(run).Single(n => n.GetProperty("role").GetString() == "coordinator");
        var place = node.GetProperty("address").GetString()!;
        return (Address.Parse(place.Contains("://", StringComparison.Ordinal) ? place : $"akka.tcp://toolzero@{place}"), node.GetProperty("pid").GetInt32());
    }

    private static JsonElement[] Nodes(RunFiles run) => [.. JsonDocument.Parse(File.ReadAllText(run.At("cluster.json"))).RootElement.GetProperty("nodes").EnumerateArray()];

    private static int Steps(RunFiles run) => File.Exists(run.Metrics) ? File.ReadLines(run.Metrics).Count() : 0;

    private static long Resident(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.WorkingSet64;
    }
}
