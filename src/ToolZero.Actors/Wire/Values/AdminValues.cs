using ToolZero.Actors.Admin;

namespace ToolZero.Actors.Wire.Values;

/// <summary>Rows of the answers to operators.</summary>
internal static class AdminValues
{
    public static void WriteGroups(ref WireWriter w, GroupsRow row)
    {
        w.Keys(11);
        w.Long(row.Issued);
        w.Long(row.Pending);
        w.Long(row.InFlight);
        w.Long(row.Scored);
        w.Long(row.Trained);
        w.Long(row.Stale);
        w.Long(row.Filtered);
        w.Long(row.Failed);
        w.Long(row.Quarantined);
        w.Long(row.Duplicates);
        w.Bool(row.Balanced);
    }

    public static GroupsRow ReadGroups(ref WireReader r) =>
        new(r.Long(), r.Long(), r.Long(), r.Long(), r.Long(), r.Long(), r.Long(), r.Long(), r.Long(), r.Long(), r.Bool());

    public static void WriteStep(ref WireWriter w, StepRow row)
    {
        w.Keys(8);
        w.Long(row.Step);
        w.Double(row.Reward);
        w.Double(row.Success);
        w.Double(row.Seconds);
        w.Double(row.TokensPerSecond);
        w.Double(row.LearningRate);
        w.Long(row.Staleness);
        w.Text(row.Bottleneck);
    }

    public static StepRow ReadStep(ref WireReader r) => new(r.Long(), r.Double(), r.Double(), r.Double(), r.Double(), r.Double(), r.Long(), r.Text());

    public static void WriteLearner(ref WireWriter w, LearnerRow row)
    {
        w.Keys(5);
        w.Text(row.Name);
        w.Text(row.Node);
        w.Long(row.NextStep);
        w.Text(row.Does);
        w.Double(row.SinceSeconds);
    }

    public static LearnerRow ReadLearner(ref WireReader r) => new(r.Text(), r.Text(), r.Long(), r.Text(), r.Double());

    public static void WriteRollouts(ref WireWriter w, RolloutsRow row)
    {
        w.Keys(4);
        w.Int(row.Workers);
        w.Int(row.Generating);
        w.Int(row.Waiting);
        w.Int(row.Leaving);
    }

    public static RolloutsRow ReadRollouts(ref WireReader r) => new(r.Int(), r.Int(), r.Int(), r.Int());

    public static void WriteSetting(ref WireWriter w, SettingRow row)
    {
        w.Keys(2);
        w.Text(row.Key);
        w.Text(row.Value);
    }

    public static SettingRow ReadSetting(ref WireReader r) => new(r.Text(), r.Text());

    public static void WriteEpochs(ref WireWriter w, EpochsRow row)
    {
        w.Keys(3);
        w.Long(row.Coordinator);
        w.Long(row.Learner);
        w.Long(row.Policy);
    }

    public static EpochsRow ReadEpochs(ref WireReader r) => new(r.Long(), r.Long(), r.Long());

    public static void WriteMember(ref WireWriter w, MemberRow row)
    {
        w.Keys(4);
        w.Text(row.Name);
        w.Text(row.Address);
        w.Texts(row.Roles);
        w.Text(row.Status);
    }

    public static MemberRow ReadMember(ref WireReader r) => new(r.Text(), r.Text(), r.Texts(), r.Text());

    public static void WriteResources(ref WireWriter w, ResourcesRow row)
    {
        w.Keys(5);
        w.Int(row.Cores);
        w.Long(row.MemoryBytes);
        w.Long(row.AvailableBytes);
        w.Long(row.ProcessBytes);
        w.Texts(row.Devices);
    }

    public static ResourcesRow ReadResources(ref WireReader r) => new(r.Int(), r.Long(), r.Long(), r.Long(), r.Texts());

    public static void WriteNode(ref WireWriter w, NodeRow row)
    {
        w.Keys(5);
        WriteMember(ref w, row.Member);
        w.Text(row.Product);
        w.Bool(row.Draining);
        w.Record(row.Resources, WriteResources);
        w.Texts(row.Workers);
    }

    public static NodeRow ReadNode(ref WireReader r) => new(r.Record(ReadMember), r.Text(), r.Bool(), r.RecordOrNull(ReadResources), r.Texts());

    public static void WriteRollout(ref WireWriter w, RolloutRow row)
    {
        w.Keys(11);
        w.Text(row.Worker);
        w.Text(row.Node);
        w.Text(row.Does);
        w.Text(row.WaitsFor);
        w.Double(row.SinceSeconds);
        w.Double(row.HeardSeconds);
        w.Texts(row.Leases);
        w.Int(row.OpenGroups);
        w.Long(row.Delivered);
        if (row.DeadlineSeconds is { } deadlineSeconds) w.Double(deadlineSeconds);
        else w.Nil();
        w.Bool(row.Leaving);
    }

    public static RolloutRow ReadRollout(ref WireReader r) =>
        new(r.Text(), r.Text(), r.Text(), r.Text(), r.Double(), r.Double(), r.Texts(), r.Int(), r.Long(), r.DoubleOrNull(), r.Bool());

    public static void WriteLedgerRow(ref WireWriter w, LedgerRow row)
    {
        w.Keys(4);
        w.Text(row.State);
        w.Long(row.Groups);
        w.Long(row.PromptTokens);
        w.Long(row.GeneratedTokens);
    }

    public static LedgerRow ReadLedgerRow(ref WireReader r) => new(r.Text(), r.Long(), r.Long(), r.Long());

    public static void WritePart(ref WireWriter w, PartRow row)
    {
        w.Keys(2);
        w.Text(row.Name);
        w.Double(row.Value);
    }

    public static PartRow ReadPart(ref WireReader r) => new(r.Text(), r.Double());

    public static void WriteSample(ref WireWriter w, SampleRow row)
    {
        w.Keys(13);
        w.Long(row.Group);
        w.Int(row.Index);
        w.Text(row.Task);
        w.Text(row.Category);
        w.Text(row.Worker);
        w.Long(row.Version);
        w.Int(row.Tokens);
        w.Text(row.Stop);
        w.Bool(row.Success);
        w.Double(row.General);
        w.Double(row.Strict);
        w.List(row.Parts, WritePart);
        w.Text(row.Text);
    }

    public static SampleRow ReadSample(ref WireReader r) =>
        new(r.Long(), r.Int(), r.Text(), r.Text(), r.Text(), r.Long(), r.Int(), r.Text(), r.Bool(), r.Double(), r.Double(), r.Records(ReadPart), r.Text());

    public static void WriteQuarantined(ref WireWriter w, QuarantineRow row)
    {
        w.Keys(4);
        w.Long(row.Group);
        w.Text(row.Task);
        w.Int(row.Attempts);
        w.Texts(row.Evidence);
    }

    public static QuarantineRow ReadQuarantined(ref WireReader r) => new(r.Long(), r.Text(), r.Int(), r.Texts());

    public static void WriteAudit(ref WireWriter w, AuditRow row)
    {
        w.Keys(11);
        w.Moment(row.At);
        w.Text(row.Request);
        w.Text(row.Operator);
        w.Text(row.Address);
        w.Text(row.Command);
        w.Text(row.Outcome);
        w.Double(row.Seconds);
        w.Long(row.Step);
        w.Text(row.Before);
        w.Text(row.After);
        w.Text(row.Detail);
    }

    public static AuditRow ReadAudit(ref WireReader r) =>
        new(r.Moment(), r.Text(), r.Text(), r.Text(), r.Text(), r.Text(), r.Double(), r.Long(), r.Text(), r.Text(), r.Text());

    public static void WriteWorker(ref WireWriter w, WorkerRow row)
    {
        w.Keys(6);
        w.Text(row.Name);
        w.Text(row.FullName);
        w.Text(row.Node);
        w.Text(row.Kind);
        w.Text(row.Health);
        w.Int(row.Restarts);
    }

    public static WorkerRow ReadWorker(ref WireReader r) => new(r.Text(), r.Text(), r.Text(), r.Text(), r.Text(), r.Int());
}
