using System.Collections.Immutable;
using ToolZero.Actors.Node;
using static ToolZero.Actors.Node.NodeProtocol;

namespace ToolZero.Actors.Wire.Messages;

/// <summary>Between operators and nodes.</summary>
internal static class NodeWire
{
    public static ImmutableArray<WireEntry> Entries { get; } =
    [
        WireEntry.Signal("node.get-status", GetStatus.Instance),
        WireEntry.Of<NodeStatus>("node.status", Write, NodeStatus),
        WireEntry.Signal("node.add-worker", AddWorker.Instance),
        WireEntry.Of<RemoveWorker>("node.remove-worker", Write, RemoveWorker),
        WireEntry.Of<DrainWorker>("node.drain-worker", Write, DrainWorker),
        WireEntry.Of<Scale>("node.scale", Write, Scale),
        WireEntry.Of<WorkersChanged>("node.workers-changed", Write, WorkersChanged),
        WireEntry.Signal("node.drain", DrainNode.Instance),
        WireEntry.Signal("node.drained", NodeDrained.Instance),
    ];

    private static void Write(ref WireWriter w, NodeStatus m)
    {
        w.Keys(7);
        w.Text(m.Name);
        w.Text(m.Address);
        w.Texts(m.Roles);
        w.Text(m.Product);
        w.Bool(m.Draining);
        w.Record(m.Resources, Write);
        w.List(m.Workers, Write);
    }

    private static NodeStatus NodeStatus(ref WireReader r) =>
        new(r.Text(), r.Text(), r.Texts(), r.Text(), r.Bool(), r.Record(NodeResources), r.Records(WorkerStatus));

    private static void Write(ref WireWriter w, NodeResources v)
    {
        w.Keys(5);
        w.Int(v.Cores);
        w.Long(v.MemoryTotal);
        w.Long(v.MemoryAvailable);
        w.Long(v.ProcessMemory);
        w.Texts(v.Devices);
    }

    private static NodeResources NodeResources(ref WireReader r) => new(r.Int(), r.Long(), r.Long(), r.Long(), r.Texts());

    private static void Write(ref WireWriter w, WorkerStatus v)
    {
        w.Keys(5);
        w.Text(v.Name);
        w.Text(v.FullName);
        w.Choice(v.Kind);
        w.Int(v.Incarnation);
        w.Choice(v.Health);
    }

    private static WorkerStatus WorkerStatus(ref WireReader r) => new(r.Text(), r.Text(), r.Choice<RoleKind>(), r.Int(), r.Choice<RoleHealth>());

    private static void Write(ref WireWriter w, RemoveWorker m)
    {
        w.Keys(1);
        w.Text(m.Name);
    }

    private static RemoveWorker RemoveWorker(ref WireReader r) => new(r.Text());

    private static void Write(ref WireWriter w, DrainWorker m)
    {
        w.Keys(1);
        w.Text(m.Name);
    }

    private static DrainWorker DrainWorker(ref WireReader r) => new(r.Text());

    private static void Write(ref WireWriter w, Scale m)
    {
        w.Keys(2);
        w.Choice(m.Kind);
        w.Int(m.Count);
    }

    private static Scale Scale(ref WireReader r) => new(r.Choice<RoleKind>(), r.Int());

    private static void Write(ref WireWriter w, WorkersChanged m)
    {
        w.Keys(2);
        w.Text(m.Refusal);
        w.Texts(m.Names);
    }

    private static WorkersChanged WorkersChanged(ref WireReader r) => new(r.TextOrNull(), r.Texts());
}
