using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;
using static ToolZero.Actors.Wire.Values.StepValues;

namespace ToolZero.Actors.Wire.Messages;

/// <summary>Between coordinator and learner.</summary>
internal static class LearnerWire
{
    public static ImmutableArray<WireEntry> Entries { get; } =
    [
        WireEntry.Of<LearnerHello>("learner.hello", Write, LearnerHello),
        WireEntry.Of<LearnerAdmitted>("learner.admitted", Write, LearnerAdmitted),
        WireEntry.Of<LearnerSuperseded>("learner.superseded", Write, LearnerSuperseded),
        WireEntry.Of<TrainBatch>("learner.train-batch", Write, TrainBatch),
        WireEntry.Of<BatchTrained>("learner.batch-trained", Write, BatchTrained),
        WireEntry.Of<SaveCheckpoint>("learner.save-checkpoint", Write, SaveCheckpoint),
        WireEntry.Of<CheckpointSaved>("learner.checkpoint-saved", Write, CheckpointSaved),
    ];

    private static void Write(ref WireWriter w, LearnerHello m)
    {
        w.Keys(2);
        w.Text(m.Learner);
        Write(ref w, m.Standing);
    }

    private static LearnerHello LearnerHello(ref WireReader r) => new(r.Text(), r.Record(LearnerStanding));

    private static void Write(ref WireWriter w, LearnerStanding standing)
    {
        w.Keys(5);
        w.Long(standing.Epoch);
        w.Long(standing.PolicyEpoch);
        w.Long(standing.NextStep);
        w.Long(standing.CheckpointStep);
        w.List(standing.Kept, static (ref w, step) => w.Long(step));
    }

    private static LearnerStanding LearnerStanding(ref WireReader r) => new(r.Long(), r.Long(), r.Long(), r.Long(), r.Numbers(static (ref r) => r.Long()));

    private static void Write(ref WireWriter w, LearnerAdmitted m)
    {
        w.Keys(3);
        w.Long(m.Epoch);
        w.Long(m.Coordinator);
        w.List(m.Rollbacks, Write);
    }

    private static LearnerAdmitted LearnerAdmitted(ref WireReader r) => new(r.Long(), r.Long(), r.Records(RollbackPoint));

    private static void Write(ref WireWriter w, RollbackPoint point)
    {
        w.Keys(2);
        w.Long(point.PolicyEpoch);
        w.Long(point.Step);
    }

    private static RollbackPoint RollbackPoint(ref WireReader r) => new(r.Long(), r.Long());

    private static void Write(ref WireWriter w, LearnerSuperseded m)
    {
        w.Keys(1);
        w.Long(m.Epoch);
    }

    private static LearnerSuperseded LearnerSuperseded(ref WireReader r) => new(r.Long());

    private static void Write(ref WireWriter w, TrainBatch m)
    {
        w.Keys(4);
        WriteBatch(ref w, m.Batch);
        w.Bool(m.Replay);
        w.Long(m.Coordinator);
        w.Texts(m.Traces);
    }

    private static TrainBatch TrainBatch(ref WireReader r) => new(r.Record(ReadBatch), r.Bool(), r.Long()) { Traces = r.Texts() };

    private static void Write(ref WireWriter w, BatchTrained m)
    {
        w.Keys(6);
        w.Text(m.Learner);
        w.Long(m.Epoch);
        w.Long(m.Step);
        WriteReport(ref w, m.Report);
        w.Duration(m.Training);
        w.Duration(m.Publishing);
    }

    private static BatchTrained BatchTrained(ref WireReader r) => new(r.Text(), r.Long(), r.Long(), r.Record(ReadReport), r.Duration(), r.Duration());

    private static void Write(ref WireWriter w, SaveCheckpoint m)
    {
        w.Keys(2);
        w.Long(m.Step);
        w.Long(m.Coordinator);
    }

    private static SaveCheckpoint SaveCheckpoint(ref WireReader r) => new(r.Long(), r.Long());

    private static void Write(ref WireWriter w, CheckpointSaved m)
    {
        w.Keys(7);
        w.Text(m.Learner);
        w.Long(m.Epoch);
        w.Long(m.Step);
        w.Text(m.Folder);
        w.Text(m.WeightsSha256);
        w.List(m.Kept, static (ref w, step) => w.Long(step));
        w.Duration(m.Duration);
    }

    private static CheckpointSaved CheckpointSaved(ref WireReader r) => new(r.Text(), r.Long(), r.Long(), r.Text(), r.Text(), r.Numbers(static (ref r) => r.Long()), r.Duration());
}
