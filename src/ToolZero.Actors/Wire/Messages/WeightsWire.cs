using System.Collections.Immutable;
using ToolZero.Actors.Weights.Tree;
using static ToolZero.Actors.Weights.TransferProtocol;
using static ToolZero.Actors.Weights.Tree.WeightsTreeProtocol;
using static ToolZero.Actors.Wire.Values.WeightsValues;

namespace ToolZero.Actors.Wire.Messages;

/// <summary>Between nodes that fetch weights, those they fetch from, and the tree that brings them together. Frames go over the lane.</summary>
internal static class WeightsWire
{
    public static ImmutableArray<WireEntry> Entries { get; } =
    [
        WireEntry.Of<Follow>("weights.follow", Write, Follow),
        WireEntry.Of<Unfollow>("weights.unfollow", Write, Unfollow),
        WireEntry.Of<Offer>("weights.offer", Write, Offer),
        WireEntry.Of<Attach>("weights.attach", Write, Attach),
        WireEntry.Of<AttachSource>("weights.attach-source", Write, AttachSource),
        WireEntry.Of<ParentLost>("weights.parent-lost", Write, ParentLost),
        WireEntry.Of<Assigned>("weights.assigned", Write, Assigned),
        WireEntry.Signal("weights.get-view", GetWeights.Instance),
        WireEntry.Of<WeightsView>("weights.view", Write, View),
    ];

    private static void Write(ref WireWriter w, Follow m)
    {
        w.Keys(2);
        w.Actor(m.Follower);
        w.Value(m.Holds, WriteKey);
    }

    private static Follow Follow(ref WireReader r) => new(r.Actor(), r.ValueOrNull(ReadKey));

    private static void Write(ref WireWriter w, Unfollow m)
    {
        w.Keys(1);
        w.Actor(m.Follower);
    }

    private static Unfollow Unfollow(ref WireReader r) => new(r.Actor());

    private static void Write(ref WireWriter w, Offer m)
    {
        w.Keys(3);
        WriteLane(ref w, m.Lane);
        WriteManifest(ref w, m.Full);
        w.List(m.Deltas, WriteManifest);
    }

    private static Offer Offer(ref WireReader r) => new(r.Record(ReadLane), r.Record(ReadManifest), r.Records(ReadManifest));

    private static void Write(ref WireWriter w, Attach m)
    {
        w.Keys(4);
        w.Text(m.Node);
        w.Actor(m.Follower);
        w.Text(m.Parent);
        WriteTransferReport(ref w, m.Report);
    }

    private static Attach Attach(ref WireReader r) => new(r.Text(), r.Actor(), r.TextOrNull(), r.Record(ReadTransferReport));

    private static void Write(ref WireWriter w, AttachSource m)
    {
        w.Keys(3);
        w.Text(m.Node);
        w.Actor(m.Source);
        WriteSourceReport(ref w, m.Report);
    }

    private static AttachSource AttachSource(ref WireReader r) => new(r.Text(), r.Actor(), r.Record(ReadSourceReport));

    private static void Write(ref WireWriter w, ParentLost m)
    {
        w.Keys(3);
        w.Text(m.Node);
        w.Text(m.Parent);
        w.Text(m.Reason);
    }

    private static ParentLost ParentLost(ref WireReader r) => new(r.Text(), r.Text(), r.Text());

    private static void Write(ref WireWriter w, Assigned m)
    {
        w.Keys(1);
        w.List(m.Peers, WritePeer);
    }

    private static Assigned Assigned(ref WireReader r) => new(r.Records(ReadPeer));

    private static void Write(ref WireWriter w, WeightsView m)
    {
        w.Keys(3);
        w.Text(m.SourceNode);
        w.Record(m.Source, WriteSourceReport);
        w.List(m.Nodes, Write);
    }

    private static WeightsView View(ref WireReader r) => new(r.Text(), r.RecordOrNull(ReadSourceReport), r.Records(Node));

    private static void Write(ref WireWriter w, NodeWeights m)
    {
        w.Keys(3);
        w.Text(m.Node);
        w.Text(m.Parent);
        WriteTransferReport(ref w, m.Report);
    }

    private static NodeWeights Node(ref WireReader r) => new(r.Text(), r.Text(), r.Record(ReadTransferReport));
}
