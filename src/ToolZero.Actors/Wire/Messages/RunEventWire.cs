using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Node;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Hosting.RunEvent;

namespace ToolZero.Actors.Wire.Messages;

/// <summary>What happened, from the node where it happened to the run's terminal and report.</summary>
internal static class RunEventWire
{
    public static ImmutableArray<WireEntry> Entries { get; } =
    [
        WireEntry.Of<Notice>("event.notice", Write, Notice),
        WireEntry.Of<WorkerChanged>("event.worker-changed", Write, WorkerChanged),
        WireEntry.Of<PhaseChanged>("event.phase-changed", Write, PhaseChanged),
        WireEntry.Of<CheckpointWritten>("event.checkpoint-written", Write, CheckpointWritten),
        WireEntry.Of<GroupsQuarantined>("event.groups-quarantined", Write, GroupsQuarantined),
        WireEntry.Of<Waiting>("event.waiting", Write, Waiting),
        WireEntry.Of<EvaluationDone>("event.evaluation-done", Write, EvaluationDone),
    ];

    private static void Write(ref WireWriter w, Notice m)
    {
        w.Keys(1);
        w.Text(m.Text);
    }

    private static Notice Notice(ref WireReader r) => new(r.Text());

    private static void Write(ref WireWriter w, WorkerChanged m)
    {
        w.Keys(5);
        w.Text(m.Name);
        w.Choice(m.Kind);
        w.Choice(m.Health);
        w.Int(m.Incarnation);
        w.Text(m.Reason);
    }

    private static WorkerChanged WorkerChanged(ref WireReader r) => new(r.Text(), r.Choice<RoleKind>(), r.Choice<RoleHealth>(), r.Int(), r.Text());

    private static void Write(ref WireWriter w, PhaseChanged m)
    {
        w.Keys(3);
        w.Choice(m.Phase);
        w.Text(m.Reason);
        w.Bool(m.IsDataFault);
    }

    private static PhaseChanged PhaseChanged(ref WireReader r) => new(r.Choice<RunPhase>(), r.Text()) { IsDataFault = r.Bool() };

    private static void Write(ref WireWriter w, CheckpointWritten m)
    {
        w.Keys(3);
        w.Long(m.Step);
        w.Text(m.Folder);
        w.Text(m.WeightsSha256);
    }

    private static CheckpointWritten CheckpointWritten(ref WireReader r) => new(r.Long(), r.Text(), r.Text());

    private static void Write(ref WireWriter w, GroupsQuarantined m)
    {
        w.Keys(2);
        w.List(m.Groups, static (ref w, group) => w.Long(group.Value));
        w.Texts(m.Evidence);
    }

    private static GroupsQuarantined GroupsQuarantined(ref WireReader r) => new(r.Numbers(static (ref r) => new GroupId(r.Long())), r.Texts());

    private static void Write(ref WireWriter w, Waiting m)
    {
        w.Keys(2);
        w.Text(m.For);
        w.Duration(m.Since);
    }

    private static Waiting Waiting(ref WireReader r) => new(r.Text(), r.Duration());

    private static void Write(ref WireWriter w, EvaluationDone m)
    {
        w.Keys(3);
        w.Text(m.Name);
        w.Long(m.Step);
        Values.EvaluationValues.WriteResult(ref w, m.Result);
    }

    private static EvaluationDone EvaluationDone(ref WireReader r) => new(r.Text(), r.Long(), r.Record(Values.EvaluationValues.ReadResult));
}
