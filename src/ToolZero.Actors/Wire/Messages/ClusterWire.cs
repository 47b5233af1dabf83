using System.Collections.Immutable;
using static ToolZero.Actors.Clustering.ClusterProtocol;

namespace ToolZero.Actors.Wire.Messages;

/// <summary>Between a node and the cluster it would join. These must be understood by every release.</summary>
internal static class ClusterWire
{
    public static ImmutableArray<WireEntry> Entries { get; } =
    [
        WireEntry.Of<Hello>("cluster.hello", Write, Hello),
        WireEntry.Signal("cluster.welcome", Welcome.Instance),
        WireEntry.Of<NotJoined>("cluster.not-joined", Write, NotJoined),
        WireEntry.Of<Refused>("cluster.refused", Write, Refused),
        WireEntry.Of<Leave>("cluster.leave", Write, Leave),
    ];

    private static void Write(ref WireWriter w, Hello m)
    {
        w.Keys(6);
        w.Int(m.Wire);
        w.Int(m.WireMinimum);
        w.Text(m.Product);
        w.Text(m.Name);
        w.Text(m.Address);
        w.Texts(m.Roles);
    }

    private static Hello Hello(ref WireReader r) => new(r.Int(), r.Int(), r.Text(), r.Text(), r.Text(), r.Texts());

    private static void Write(ref WireWriter w, NotJoined m)
    {
        w.Keys(2);
        w.Text(m.Address);
        w.Texts(m.Roles);
    }

    private static NotJoined NotJoined(ref WireReader r) => new(r.Text(), r.Texts());

    private static void Write(ref WireWriter w, Refused m)
    {
        w.Keys(1);
        w.Text(m.Reason);
    }

    private static Refused Refused(ref WireReader r) => new(r.Text());

    private static void Write(ref WireWriter w, Leave m)
    {
        w.Keys(1);
        w.Text(m.Reason);
    }

    private static Leave Leave(ref WireReader r) => new(r.Text());
}
