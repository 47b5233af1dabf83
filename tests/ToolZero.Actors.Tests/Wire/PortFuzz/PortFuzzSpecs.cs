using System.Net;
using Akka.Cluster;
using ToolZero.Actors.Tests.Support;
using ToolZero.Actors.Tests.Wire.Support;
using ToolZero.Actors.Wire;
using ToolZero.Core.Randomness;
using ToolZero.Tests.Shared.PortFuzz;
using Xunit.Abstractions;

namespace ToolZero.Actors.Tests.Wire.PortFuzz;

/// <summary>
/// Frames of an attacker at the port of a node that works, with and without TLS: nothing falls over, memory stays, the cluster goes on. A whole training
/// is tried in the end-to-end tests.
/// </summary>
public class PortFuzzSpecs(ITestOutputHelper output)
{
    private const long Megabyte = 1024 * 1024;

    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(5);

    /// <summary>Where no answer is to be expected.</summary>
    private static readonly TimeSpan Impatient = TimeSpan.FromMilliseconds(50);

    /// <summary>With TLS the last frames of a connection may wait for the next ones before they are read.</summary>
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(500);

    /// <summary>Frames before memory is looked at.</summary>
    private const long Warming = 2_000;

    private const long Frames = 20_000;

    [Fact]
    public async Task A_working_cluster_takes_no_harm_from_frames_of_any_kind()
    {
        await using var cluster = await TestCluster.OfTwo();
        await using var traffic = await TrafficProbe.Start(cluster);
        var report = await Fuzz(cluster, traffic, Frames, Patient, secure: null);
        Assert.Equal(Frames, report.Frames);
        Assert.True(traffic.Refused > Frames / 3, $"{traffic.Refused} messages were refused: most frames came to nothing before they were read");
    }

    [Fact]
    public async Task A_cluster_with_TLS_takes_no_harm_from_frames_inside_and_outside_of_it()
    {
        using var certificate = new TestCertificate();
        await using var cluster = await TestCluster.OfTwo(certificate.Configuration);
        await using var traffic = await TrafficProbe.Start(cluster);
        // Outside: the port waits for a handshake and gets frames.
        var outside = await Fuzz(cluster, traffic, Frames / 4, Impatient, secure: null);
        Assert.Equal(Frames / 4, outside.Frames);
        // Without a certificate there is no inside.
        var stranger = await Fuzz(cluster, traffic, Frames / 20, Impatient, TestCertificate.AuthenticateAsStranger);
        Assert.NotEqual(0, stranger.Connections);
        Assert.Equal(0, traffic.Refused);
        // Inside: a peer with the cluster's own certificate.
        var inside = await Fuzz(cluster, traffic, Frames / 20, Brief, certificate.Authenticate);
        Assert.Equal(Frames / 20, inside.Frames);
        Assert.True(traffic.Refused > Frames / 60, $"{traffic.Refused} messages were refused inside");
    }

    private async Task<FuzzReport> Fuzz(TestCluster cluster, TrafficProbe traffic, long frames, TimeSpan patience, SecureStream? secure)
    {
        var address = Cluster.Get(cluster.First).SelfAddress;
        var random = new RandomStream(11);
        var corpus = WireManifest.Entries.Select(e => (e.Manifest, e.Encode(WireSamples.Golden(e)))).ToList();
        var maker = new FrameMaker(
            new FuzzTarget(address, corpus, "reward.score-group", "reward.group-scored", "/user/scoring") { Open = ["/user/scoring", "/user/scoring", "/user/nobody", "/remote", "/temp/$a"] },
            random);
        var target = new IPEndPoint(IPAddress.Loopback, TestCluster.PortOf(cluster.First));
        await new PortFuzzer(target, maker, random, patience, secure).Send(Math.Min(Warming, frames), attempts: Warming / 10);
        var before = Memory();
        var report = await new PortFuzzer(target, maker, random, patience, secure).Send(frames, attempts: frames / 10);
        var answered = traffic.Answered;
        await Eventually.Holds(() => traffic.Answered > answered + 10, "messages flow after the last frame");
        var after = Memory();
        output.WriteLine(
            $"{report}; managed memory {before.Managed / Megabyte} -> {after.Managed / Megabyte} MiB, resident {before.Resident / Megabyte} -> {after.Resident / Megabyte} MiB; "
            + $"{traffic.Refused} refused; {traffic.Answered} asks answered, the slowest in {traffic.Slowest.TotalMilliseconds:F0} ms");
        Assert.Null(traffic.Harm);
        Assert.True(after.Managed < before.Managed + 64 * Megabyte, $"managed memory grew from {before.Managed} to {after.Managed} bytes");
        return report;
    }

    private static (long Managed, long Resident) Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
    }
}
