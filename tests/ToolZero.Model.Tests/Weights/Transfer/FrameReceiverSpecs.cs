using ToolZero.Core.Randomness;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Model.Tests.Weights.Transfer;

/// <summary>A receiver behind a channel that loses, damages, doubles, delays and cuts off.</summary>
public class FrameReceiverSpecs
{
    [Fact]
    public void Full_versions_arrive_whole_over_any_channel()
    {
        for (ulong seed = 0; seed < 120; seed++)
        {
            var random = new RandomStream(seed);
            var weights = ArrayWeights.Random(random);
            var manifest = WeightManifest.Full(new WeightsKey(0, 1), WeightHash.Of(weights), weights.Layout, 4096);
            Assert.Null(manifest.Fault(weights.Layout));
            var shadow = new ArrayWeights(weights.Layout);
            Transfer(new FullPayload(manifest, weights), new FullPayload(manifest, shadow), random);
            Assert.Equal(manifest.Sha256, WeightHash.Of(shadow));
        }
    }

    [Fact]
    public void Deltas_arrive_whole_over_any_channel()
    {
        for (ulong seed = 0; seed < 120; seed++)
        {
            var random = new RandomStream(seed);
            var before = ArrayWeights.Random(random);
            var after = before.Changed(random);
            var delta = DeltaSpecs.Delta(before, after, random)!;
            var received = new DeltaPayload(delta.Manifest);
            Transfer(delta, received, random);
            Assert.True(received.TryApply(before));
            Assert.Equal(delta.Manifest.Sha256, WeightHash.Of(before));
        }
    }

    [Fact]
    public void The_hash_of_what_arrived_in_order_is_the_hash_of_the_whole()
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            var random = new RandomStream(seed);
            var weights = ArrayWeights.Random(random);
            using var hash = new WeightHash(weights);
            for (long at = 0; at < weights.Layout.Bytes; at += 4096 * random.Next(3)) hash.Advance(at);
            Assert.Equal(WeightHash.Of(weights), hash.Finish());
        }
    }

    private static void Transfer(WeightPayload source, WeightPayload target, RandomStream random)
    {
        var credits = random.Next(1, 40);
        var receiver = new FrameReceiver(target, credits);
        var channel = new List<(FrameHeader Header, byte[] Body)>();
        for (var turn = 0; !receiver.Window.Complete; turn++)
        {
            Assert.True(turn < 5000, "no progress");
            var asked = receiver.Window.Grant();
            Assert.True(receiver.Window.Outstanding <= credits, "more is asked for than there are credits");
            foreach (var frame in asked.SelectMany(r => Enumerable.Range(r.From, r.Count)))
            {
                if (random.Chance(0.1)) continue;
                channel.Add(Frame(source, frame, random));
                if (random.Chance(0.1)) channel.Add(Frame(source, frame, random));
            }

            if (random.Chance(0.2)) random.Shuffle(channel);
            for (var n = random.Next(credits + 1); n > 0 && channel.Count > 0; n--) Deliver(receiver, channel);
            if (random.Chance(0.1)) channel.Add((new FrameHeader(7, 0, 0, 3), [1, 2, 3]));
            if (asked.Count > 0 && random.Chance(0.3)) receiver.Window.Answered(asked[0]);
            if (channel.Count > 0 && !random.Chance(0.05)) continue;
            channel.Clear();
            receiver.Window.Reset();
            Assert.Equal(0, receiver.Window.Outstanding);
        }

        Assert.Equal(target.Manifest.Frames, receiver.Counts.Accepted);
        Assert.Equal(target.Manifest.Frames, receiver.Window.Prefix);
    }

    private static void Deliver(FrameReceiver receiver, List<(FrameHeader Header, byte[] Body)> channel)
    {
        var (header, body) = channel[0];
        channel.RemoveAt(0);
        var at = 0;
        receiver.Receive(header, bytes =>
        {
            body.AsSpan(at, bytes.Length).CopyTo(bytes);
            at += bytes.Length;
        });
        Assert.Equal(body.Length, at);
    }

    private static (FrameHeader Header, byte[] Body) Frame(WeightPayload source, int frame, RandomStream random)
    {
        var body = new List<byte>();
        source.Visit(frame, bytes => body.AddRange(bytes));
        var copy = body.ToArray();
        var header = new FrameHeader(source.Manifest.Id, frame, source.Checksum(frame), copy.Length);
        if (random.Chance(0.1)) copy[random.Next(copy.Length)] ^= (byte)random.Next(1, 256);
        if (random.Chance(0.03)) header = header with { Frame = random.Next(-1, source.Manifest.Frames + 1) };
        return (header, copy);
    }
}
