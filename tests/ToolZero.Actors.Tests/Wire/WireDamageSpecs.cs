using System.Buffers.Binary;
using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Tests.Support;
using ToolZero.Actors.Tests.Wire.Support;
using ToolZero.Actors.Wire;
using ToolZero.Core.Calls;
using ToolZero.Core.Randomness;
using ToolZero.Tests.Shared.PortFuzz;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Tests.Wire;

/// <summary>Bytes of a peer that means harm, or of a damaged line.</summary>
public sealed class WireDamageSpecs : IAsyncLifetime
{
    private const int Payloads = 120_000;
    private readonly ActorSystem _system = ActorSystem.Create("damage", WireConfiguration.Config.WithFallback(ConfigurationFactory.ParseString("akka.loglevel = off")));

    private WireSerializer Serializer => new((ExtendedActorSystem)_system);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public void Random_and_mutated_bytes_are_a_message_or_one_typed_error_and_take_bounded_memory()
    {
        var random = new RandomStream(7);
        var corpus = WireManifest.Entries.Select(e => (e.Manifest, Bytes: e.Encode(WireSamples.Golden(e)))).ToArray();
        foreach (var (manifest, bytes) in corpus) Cost(manifest, bytes);
        var refused = 0;
        for (var i = 0; i < Payloads; i++)
        {
            var (manifest, whole) = corpus[i % corpus.Length];
            var bytes = Mutations.Of(whole, corpus[random.Next(corpus.Length)].Bytes, random);
            var (isRefused, allocated) = Cost(manifest, bytes);
            if (isRefused) refused++;
            Assert.True(allocated < 64 * 1024 + 200L * bytes.Length, $"{manifest}: {bytes.Length} bytes took {allocated}: {Convert.ToHexString(bytes)}");
        }

        Assert.InRange(refused, Payloads / 2, Payloads);
    }

    public static TheoryData<string, string, byte[]> Attacks => new()
    {
        { "an array of two thousand million groups", "coordinator.lease", [0x95, 0x92, 1, 1, 1, 0x92, 0, 1, 0x92, 0xcb, .. new byte[8], 0xc2, 0xdd, 0x7f, 0xff, 0xff, 0xff] },
        { "an array with a negative length", "coordinator.lease", [0x95, 0x92, 1, 1, 1, 0x92, 0, 1, 0x92, 0xcb, .. new byte[8], 0xc2, 0xdd, 0xff, 0xff, 0xff, 0xff] },
        { "a text of four gigabytes", "event.notice", [0x91, 0xdb, 0xff, 0xff, 0xff, 0xff, (byte)'a'] },
        { "a text that is no UTF-8", "event.notice", [0x91, 0xa2, 0xc3, 0x28] },
        { "an integer of more than 64 bits", "learner.save-checkpoint", [0x91, 0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff] },
        { "an unknown number of an enumeration", "event.phase-changed", [0x93, 99, 0xa0, 0xc2] },
        { "a trajectory with fewer versions than tokens", "reward.score-group", [0x93, 1, 0x96, 0xa0, 0xa0, 0x90, 0x90, 0x90, 0xc2, 0x91, 0x96, 0x91, 5, 0x91, 0xca, 0, 0, 0, 0, 0x91, 0xc3, 0x90, 0, 0xa0] },
        { "a score with one part twice", "reward.group-scored", [0x92, 1, 0x91, 0x96, 0xcb, .. new byte[8], 0xcb, .. new byte[8], 0xcb, .. new byte[8], 0xc2, 0x92, 0xa1, 97, 0xa1, 97, 0x92, 0xcb, .. new byte[8], 0xcb, .. new byte[8]] },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Claims_that_bytes_do_not_keep_are_refused(string what, string manifest, byte[] bytes)
    {
        var (refused, allocated) = Cost(manifest, bytes);
        Assert.True(refused, $"{what} was read");
        Assert.InRange(allocated, 0, 200_000);
    }

    [Fact]
    public void A_message_with_any_bit_turned_over_or_under_another_manifest_is_refused_and_counted()
    {
        var serializer = Serializer;
        var random = new RandomStream(5);
        var refused = 0L;
        foreach (var entry in WireManifest.Entries)
        {
            var whole = serializer.ToBinary(WireSamples.Golden(entry));
            Assert.IsType(entry.Type, serializer.FromBinary(whole, entry.Manifest));
            for (var i = 0; i < 200; i++)
            {
                var at = i < 64 ? i % (8 * whole.Length) : random.Next(8 * whole.Length);
                var damaged = (byte[])whole.Clone();
                damaged[at / 8] ^= (byte)(1 << (at % 8));
                Assert.Throws<WireException>(() => serializer.FromBinary(damaged, entry.Manifest));
                refused++;
            }

            var other = random.Pick(WireManifest.Entries.Remove(entry));
            Assert.Throws<WireException>(() => serializer.FromBinary(whole, other.Manifest));
            Assert.Equal(++refused, serializer.Refused);
        }
    }

    [Fact]
    public void What_nests_without_end_does_not_end_the_process()
    {
        byte[] skipped = [0x92, 7, .. Enumerable.Repeat((byte)0x91, 1_000_000), 0xc0];
        Assert.Equal(new Acknowledged(new(7)), Read(skipped, "coordinator.acknowledged"));
        var value = Enumerable.Range(0, WireLimits.Depth).Aggregate<int, CallValue>(CallValue.Null.Instance, (inner, _) => new CallValue.Sequence([inner]));
        var task = Samples.Task(1) with { Reference = [new ToolCall("f", [new Argument("x", value)])] };
        var read = Serializer.ToBinary(new Lease(new(1, 1), 1, new(0, 1), new LeaseTerms(1, false), [new LeasedGroup(new(1), task)]));
        var error = Assert.Throws<WireException>(() => Serializer.FromBinary(read, "coordinator.lease"));
        Assert.Contains("deeper", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_small_records_are_refused_before_they_fill_memory()
    {
        var header = new byte[5];
        header[0] = 0xdd;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(1), 8_000_000);
        byte[] bytes = [0x93, 0xa0, 0, .. header, .. Enumerable.Repeat((byte)0x90, 8_000_000)];
        var (serializer, whole) = (Serializer, WireSeal.Close("coordinator.request-work", bytes));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<WireException>(() => serializer.FromBinary(whole, "coordinator.request-work"));
        Assert.Contains("1000000 items", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_message_that_is_larger_than_a_frame_is_refused_where_it_is_sent()
    {
        var part = new string('x', WireLimits.Text);
        var whole = new RunEvent.GroupsQuarantined([], [.. Enumerable.Repeat(part, 9)]);
        Assert.Contains("event.groups-quarantined", Assert.Throws<WireException>(() => Serializer.ToBinary(whole)).Message, StringComparison.Ordinal);
        Assert.Throws<WireException>(() => Serializer.ToBinary(new RunEvent.Notice(part + "x")));
    }

    private (bool Refused, long Allocated) Cost(string manifest, byte[] message)
    {
        var (serializer, whole) = (Serializer, WireSeal.Close(manifest, message));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = false;
        try
        {
            serializer.FromBinary(whole, manifest);
        }
        catch (WireException)
        {
            refused = true;
        }

        return (refused, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>With a seal that is right: what an attacker sends, or a program that is wrong.</summary>
    private object Read(byte[] message, string manifest) => Serializer.FromBinary(WireSeal.Close(manifest, message), manifest);
}
