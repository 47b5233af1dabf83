using System.Collections.Immutable;
using ToolZero.Actors.Admin;
using static ToolZero.Actors.Wire.Values.AdminValues;

namespace ToolZero.Actors.Wire.Messages;

/// <summary>Answers to operators' queries. Each begins with its age and who is missing.</summary>
internal static class AdminAnswersWire
{
    public static ImmutableArray<WireEntry> Entries { get; } =
    [
        WireEntry.Of<StatusAnswer>("admin.status", Write, Status),
        WireEntry.Of<NodesAnswer>("admin.nodes", Write, Nodes),
        WireEntry.Of<WorkersAnswer>("admin.workers", Write, Workers),
        WireEntry.Of<RolloutsAnswer>("admin.rollouts", Write, Rollouts),
        WireEntry.Of<LedgerAnswer>("admin.ledger", Write, Ledger),
        WireEntry.Of<SamplesAnswer>("admin.samples", Write, Samples),
        WireEntry.Of<QuarantineAnswer>("admin.quarantine", Write, Quarantine),
        WireEntry.Of<AuditAnswer>("admin.audit", Write, Audit),
    ];

    private static void Head(ref WireWriter w, AdminAnswer m, int keys)
    {
        w.Keys(2 + keys);
        w.Double(m.AgeSeconds);
        w.Texts(m.Missing);
    }

    private static void Write(ref WireWriter w, StatusAnswer m)
    {
        Head(ref w, m, 16);
        w.Text(m.Run);
        w.Text(m.Phase);
        w.Text(m.Reason);
        w.Text(m.WaitingFor);
        w.Double(m.WaitingSeconds);
        w.Long(m.Step);
        w.Long(m.Steps);
        w.Long(m.CheckpointStep);
        WriteGroups(ref w, m.Groups);
        w.Record(m.LastStep, WriteStep);
        w.Record(m.Learner, WriteLearner);
        WriteRollouts(ref w, m.Rollouts);
        w.List(m.Nodes, WriteMember);
        w.List(m.Settings, WriteSetting);
        w.Texts(m.Pending);
        WriteEpochs(ref w, m.Epochs);
    }

    private static StatusAnswer Status(ref WireReader r)
    {
        var (age, missing) = (r.Double(), r.Texts());
        return new StatusAnswer(
            r.Text(),
            r.Text(),
            r.Text(),
            r.Text(),
            r.Double(),
            r.Long(),
            r.Long(),
            r.Long(),
            r.Record(ReadGroups),
            r.RecordOrNull(ReadStep),
            r.RecordOrNull(ReadLearner),
            r.Record(ReadRollouts),
            r.Records(ReadMember),
            r.Records(ReadSetting),
            r.Texts(),
            r.Record(ReadEpochs),
            age,
            missing);
    }

    private static void Write(ref WireWriter w, NodesAnswer m)
    {
        Head(ref w, m, 1);
        w.List(m.Nodes, WriteNode);
    }

    private static NodesAnswer Nodes(ref WireReader r)
    {
        var (age, missing) = (r.Double(), r.Texts());
        return new NodesAnswer(r.Records(ReadNode), age, missing);
    }

    private static void Write(ref WireWriter w, WorkersAnswer m)
    {
        Head(ref w, m, 1);
        w.List(m.Workers, WriteWorker);
    }

    private static WorkersAnswer Workers(ref WireReader r)
    {
        var (age, missing) = (r.Double(), r.Texts());
        return new WorkersAnswer(r.Records(ReadWorker), age, missing);
    }

    private static void Write(ref WireWriter w, RolloutsAnswer m)
    {
        Head(ref w, m, 1);
        w.List(m.Rollouts, WriteRollout);
    }

    private static RolloutsAnswer Rollouts(ref WireReader r)
    {
        var (age, missing) = (r.Double(), r.Texts());
        return new RolloutsAnswer(r.Records(ReadRollout), age, missing);
    }

    private static void Write(ref WireWriter w, LedgerAnswer m)
    {
        Head(ref w, m, 6);
        w.Long(m.Issued);
        w.List(m.States, WriteLedgerRow);
        WriteLedgerRow(ref w, m.Duplicates);
        w.Bool(m.Balanced);
        w.Long(m.WastedTokens);
        w.Long(m.CheckpointStep);
    }

    private static LedgerAnswer Ledger(ref WireReader r)
    {
        var (age, missing) = (r.Double(), r.Texts());
        return new LedgerAnswer(r.Long(), r.Records(ReadLedgerRow), r.Record(ReadLedgerRow), r.Bool(), r.Long(), r.Long(), age, missing);
    }

    private static void Write(ref WireWriter w, SamplesAnswer m)
    {
        Head(ref w, m, 1);
        w.List(m.Samples, WriteSample);
    }

    private static SamplesAnswer Samples(ref WireReader r)
    {
        var (age, missing) = (r.Double(), r.Texts());
        return new SamplesAnswer(r.Records(ReadSample), age, missing);
    }

    private static void Write(ref WireWriter w, QuarantineAnswer m)
    {
        Head(ref w, m, 1);
        w.List(m.Groups, WriteQuarantined);
    }

    private static QuarantineAnswer Quarantine(ref WireReader r)
    {
        var (age, missing) = (r.Double(), r.Texts());
        return new QuarantineAnswer(r.Records(ReadQuarantined), age, missing);
    }

    private static void Write(ref WireWriter w, AuditAnswer m)
    {
        Head(ref w, m, 1);
        w.List(m.Entries, WriteAudit);
    }

    private static AuditAnswer Audit(ref WireReader r)
    {
        var (age, missing) = (r.Double(), r.Texts());
        return new AuditAnswer(r.Records(ReadAudit), age, missing);
    }
}
