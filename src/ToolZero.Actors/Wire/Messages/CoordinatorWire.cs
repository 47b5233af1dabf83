using System.Collections.Immutable;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;
using static ToolZero.Actors.Wire.Values.LeaseValues;

namespace ToolZero.Actors.Wire.Messages;

/// <summary>Messages to and from the coordinator.</summary>
internal static class CoordinatorWire
{
    public static ImmutableArray<WireEntry> Entries { get; } =
    [
        WireEntry.Of<RequestWork>("coordinator.request-work", Write, RequestWork),
        WireEntry.Of<CancelLease>("coordinator.cancel-lease", Write, CancelLease),
        WireEntry.Of<Acknowledged>("coordinator.acknowledged", Write, Acknowledged),
        WireEntry.Signal("coordinator.get-status", GetStatus.Instance),
    ];

    private static void Write(ref WireWriter w, RequestWork m)
    {
        w.Keys(3);
        w.Text(m.Worker);
        w.Long(m.Sequence);
        w.List(m.Held, WriteHeldLease);
    }

    private static RequestWork RequestWork(ref WireReader r) => new(r.Text(), r.Long(), r.Records(ReadHeldLease));

    private static void Write(ref WireWriter w, CancelLease m)
    {
        w.Keys(1);
        WriteLeaseId(ref w, m.Id);
    }

    private static CancelLease CancelLease(ref WireReader r) => new(r.Record(ReadLeaseId));

    private static void Write(ref WireWriter w, Acknowledged m)
    {
        w.Keys(1);
        w.Long(m.Id.Value);
    }

    private static Acknowledged Acknowledged(ref WireReader r) => new(new GroupId(r.Long()));
}
