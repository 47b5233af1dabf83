using System.Collections.Immutable;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;
using static ToolZero.Actors.Wire.Values.GroupValues;
using static ToolZero.Actors.Wire.Values.LeaseValues;
using static ToolZero.Actors.Wire.Values.TaskValues;

namespace ToolZero.Actors.Wire.Messages;

/// <summary>Between coordinator and rollout workers.</summary>
internal static class CoordinatorWire
{
    public static ImmutableArray<WireEntry> Entries { get; } =
    [
        WireEntry.Of<RequestWork>("coordinator.request-work", Write, RequestWork),
        WireEntry.Of<Lease>("coordinator.lease", Write, Lease),
        WireEntry.Of<CancelLease>("coordinator.cancel-lease", Write, CancelLease),
        WireEntry.Of<DeliverGroup>("coordinator.deliver-group", Write, DeliverGroup),
        WireEntry.Of<Acknowledged>("coordinator.acknowledged", Write, Acknowledged),
        WireEntry.Of<ReportGroupFailed>("coordinator.report-group-failed", Write, ReportGroupFailed),
        WireEntry.Of<ReportLeaseFailed>("coordinator.report-lease-failed", Write, ReportLeaseFailed),
        WireEntry.Of<WorkerWelcome>("coordinator.worker-welcome", Write, WorkerWelcome),
        WireEntry.Of<TakeLeave>("coordinator.take-leave", Write, TakeLeave),
        WireEntry.Signal("coordinator.released", Released.Instance),
        WireEntry.Of<SetLogLevel>("coordinator.set-log-level", Write, SetLogLevel),
    ];

    private static void Write(ref WireWriter w, RequestWork m)
    {
        w.Keys(3);
        w.Text(m.Worker);
        w.Long(m.Sequence);
        w.List(m.Held, WriteHeldLease);
    }

    private static RequestWork RequestWork(ref WireReader r) => new(r.Text(), r.Long(), r.Records(ReadHeldLease));

    private static void Write(ref WireWriter w, Lease m)
    {
        w.Keys(5);
        WriteLeaseId(ref w, m.Id);
        w.Long(m.Sequence);
        WriteWeightsKey(ref w, m.Weights);
        Write(ref w, m.Terms);
        w.List(m.Groups, Write);
    }

    private static Lease Lease(ref WireReader r) =>
        new(r.Record(ReadLeaseId), r.Long(), r.Record(ReadWeightsKey), r.Record(LeaseTerms), r.Records(LeasedGroup));

    private static void Write(ref WireWriter w, LeaseTerms terms)
    {
        w.Keys(2);
        w.Double(terms.Temperature);
        w.Bool(terms.Exclusive);
    }

    private static LeaseTerms LeaseTerms(ref WireReader r) => new(r.Double(missing: 1), r.Bool());

    private static void Write(ref WireWriter w, LeasedGroup group)
    {
        w.Keys(3);
        w.Long(group.Id.Value);
        WriteTask(ref w, group.Task);
        w.Text(group.Trace);
    }

    private static LeasedGroup LeasedGroup(ref WireReader r) => new(new GroupId(r.Long()), r.Record(ReadTask)) { Trace = r.TextOrNull() };

    private static void Write(ref WireWriter w, CancelLease m)
    {
        w.Keys(1);
        WriteLeaseId(ref w, m.Id);
    }

    private static CancelLease CancelLease(ref WireReader r) => new(r.Record(ReadLeaseId));

    private static void Write(ref WireWriter w, DeliverGroup m)
    {
        w.Keys(4);
        WriteGroup(ref w, m.Group);
        w.Duration(m.Scoring);
        w.Long(m.PolicyEpoch);
        w.Text(m.Trace);
    }

    private static DeliverGroup DeliverGroup(ref WireReader r) => new(r.Record(ReadGroup), r.Duration(), r.Long()) { Trace = r.TextOrNull() };

    private static void Write(ref WireWriter w, Acknowledged m)
    {
        w.Keys(1);
        w.Long(m.Id.Value);
    }

    private static Acknowledged Acknowledged(ref WireReader r) => new(new GroupId(r.Long()));

    private static void Write(ref WireWriter w, ReportGroupFailed m)
    {
        w.Keys(3);
        WriteLeaseId(ref w, m.Lease);
        w.Long(m.Group.Value);
        w.Text(m.Reason);
    }

    private static ReportGroupFailed ReportGroupFailed(ref WireReader r) => new(r.Record(ReadLeaseId), new GroupId(r.Long()), r.Text());

    private static void Write(ref WireWriter w, ReportLeaseFailed m)
    {
        w.Keys(3);
        w.Text(m.Worker);
        WriteLeaseId(ref w, m.Lease);
        w.Text(m.Reason);
    }

    private static void Write(ref WireWriter w, WorkerWelcome m)
    {
        w.Keys(1);
        w.Long(m.Coordinator);
    }

    private static WorkerWelcome WorkerWelcome(ref WireReader r) => new(r.Long());

    private static void Write(ref WireWriter w, TakeLeave m)
    {
        w.Keys(1);
        w.Text(m.Worker);
    }

    private static TakeLeave TakeLeave(ref WireReader r) => new(r.Text());

    private static void Write(ref WireWriter w, SetLogLevel m)
    {
        w.Keys(1);
        w.Text(m.Level);
    }

    private static SetLogLevel SetLogLevel(ref WireReader r) => new(r.Text());

    private static ReportLeaseFailed ReportLeaseFailed(ref WireReader r) => new(r.Text(), r.Record(ReadLeaseId), r.Text());
}
