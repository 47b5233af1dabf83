using ToolZero.Actors.Coordinator;

namespace ToolZero.Actors.Wire.Values;

/// <summary>Who may work on what.</summary>
internal static class LeaseValues
{
    public static void WriteLeaseId(ref WireWriter w, LeaseId id)
    {
        w.Keys(2);
        w.Long(id.Unit);
        w.Int(id.Attempt);
    }

    public static LeaseId ReadLeaseId(ref WireReader r) => new(r.Long(), r.Int());

    public static void WriteHeldLease(ref WireWriter w, HeldLease held)
    {
        w.Keys(2);
        WriteLeaseId(ref w, held.Lease);
        w.Long(held.Version);
    }

    public static HeldLease ReadHeldLease(ref WireReader r) => new(r.Record(ReadLeaseId), r.Long());
}
