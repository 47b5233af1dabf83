using ToolZero.Actors.Weights.Lane;
using ToolZero.Actors.Weights.Tree;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Wire.Values;

/// <summary>Versions of the weights: what they are called, what they are made of, who has them.</summary>
internal static class WeightsValues
{
    public static void WriteKey(ref WireWriter w, WeightsKey key)
    {
        w.Keys(2);
        w.Long(key.Epoch);
        w.Long(key.Version);
    }

    public static WeightsKey ReadKey(ref WireReader r) => new(r.Long(), r.Long());

    public static void WriteManifest(ref WireWriter w, WeightManifest m)
    {
        w.Keys(9);
        WriteKey(ref w, m.Key);
        w.Text(m.Sha256);
        WriteKey(ref w, m.Base);
        w.Text(m.BaseSha256);
        w.Text(m.Dtype);
        w.Int(m.FrameBytes);
        w.Int(m.Frames);
        w.Long(m.Bytes);
        w.List(m.Tensors, WriteChange);
    }

    public static WeightManifest ReadManifest(ref WireReader r) => new(
        r.Record(ReadKey), r.Text(), r.Record(ReadKey), r.Text(), r.Text(), r.Int(), r.Int(), r.Long(), r.Records(ReadChange));

    public static void WriteLane(ref WireWriter w, LaneAddress lane)
    {
        w.Keys(3);
        w.Text(lane.Host);
        w.Int(lane.Port);
        w.Text(lane.Ticket);
    }

    public static LaneAddress ReadLane(ref WireReader r) => new(r.Text(), r.Int(), r.Text());

    public static void WritePeer(ref WireWriter w, WeightsPeer peer)
    {
        w.Keys(2);
        w.Text(peer.Name);
        w.Actor(peer.Actor);
    }

    public static WeightsPeer ReadPeer(ref WireReader r) => new(r.Text(), r.Actor());

    public static void WriteSourceReport(ref WireWriter w, SourceReport m)
    {
        w.Keys(8);
        w.Value(m.Holds, WriteKey);
        w.Text(m.Sha256);
        w.Long(m.FullBytes);
        w.Long(m.DeltaBytes);
        w.Double(m.Density);
        w.Duration(m.Hashing);
        w.Duration(m.Encoding);
        w.Int(m.Followers);
    }

    public static SourceReport ReadSourceReport(ref WireReader r) =>
        new(r.ValueOrNull(ReadKey), r.Text(), r.Long(), r.Long(), r.Double(), r.Duration(), r.Duration(), r.Int());

    public static void WriteTransferReport(ref WireWriter w, TransferReport m)
    {
        w.Keys(14);
        w.Value(m.Holds, WriteKey);
        w.Text(m.Sha256);
        w.Bool(m.WasFull);
        w.Long(m.Bytes);
        w.Long(m.FullBytes);
        w.Double(m.Density);
        w.Duration(m.Receiving);
        w.Duration(m.Verifying);
        WriteCounts(ref w, m.Frames);
        w.Int(m.Fetches);
        w.Int(m.Failures);
        w.Text(m.LastFault);
        w.Int(m.Followers);
        w.List(m.Swaps, WriteSwap);
    }

    public static TransferReport ReadTransferReport(ref WireReader r) => new(
        r.ValueOrNull(ReadKey),
        r.Text(),
        r.Bool(),
        r.Long(),
        r.Long(),
        r.Double(),
        r.Duration(),
        r.Duration(),
        r.Record(ReadCounts),
        r.Int(),
        r.Int(),
        r.Text(),
        r.Int(),
        r.Records(ReadSwap));

    private static void WriteChange(ref WireWriter w, TensorChange change)
    {
        w.Keys(3);
        w.Long(change.Elements);
        w.Long(change.Changed);
        w.Long(change.Bytes);
    }

    private static TensorChange ReadChange(ref WireReader r) => new(r.Long(), r.Long(), r.Long());

    private static void WriteCounts(ref WireWriter w, FrameCounts counts)
    {
        w.Keys(5);
        w.Long(counts.Bytes);
        w.Int(counts.Accepted);
        w.Int(counts.Duplicate);
        w.Int(counts.Corrupt);
        w.Int(counts.Foreign);
    }

    private static FrameCounts ReadCounts(ref WireReader r) => new(r.Long(), r.Int(), r.Int(), r.Int(), r.Int());

    private static void WriteSwap(ref WireWriter w, SwapReport swap)
    {
        w.Keys(3);
        w.Text(swap.Worker);
        WriteKey(ref w, swap.Key);
        w.Duration(swap.Pause);
    }

    private static SwapReport ReadSwap(ref WireReader r) => new(r.Text(), r.Record(ReadKey), r.Duration());
}
