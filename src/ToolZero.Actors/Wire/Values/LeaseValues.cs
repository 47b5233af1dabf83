using ToolZero.Actors.Coordinator;
using ToolZero.Core.Rollouts;

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
        WriteWeightsKey(ref w, held.Weights);
    }

    public static HeldLease ReadHeldLease(ref WireReader r) => new(r.Record(ReadLeaseId), r.Record(ReadWeightsKey));

    public static void WriteWeightsKey(ref WireWriter w, WeightsKey key)
    {
        w.Keys(2);
        w.Long(key.Epoch);
        w.Long(key.Version);
    }

    public static WeightsKey ReadWeightsKey(ref WireReader r) => new(r.Long(), r.Long());
}
