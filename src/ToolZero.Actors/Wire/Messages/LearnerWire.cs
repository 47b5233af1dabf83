using System.Collections.Immutable;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;
using static ToolZero.Actors.Wire.Values.StepValues;

namespace ToolZero.Actors.Wire.Messages;

/// <summary>Between coordinator and learner.</summary>
internal static class LearnerWire
{
    public static ImmutableArray<WireEntry> Entries { get; } =
    [
        WireEntry.Of<LearnerHello>("learner.hello", Write, LearnerHello),
        WireEntry.Of<TrainBatch>("learner.train-batch", Write, TrainBatch),
        WireEntry.Of<BatchTrained>("learner.batch-trained", Write, BatchTrained),
        WireEntry.Of<SaveCheckpoint>("learner.save-checkpoint", Write, SaveCheckpoint),
        WireEntry.Of<CheckpointSaved>("learner.checkpoint-saved", Write, CheckpointSaved),
    ];

    private static void Write(ref WireWriter w, LearnerHello m)
    {
        w.Keys(3);
        w.Text(m.Learner);
        w.Long(m.NextStep);
        w.Long(m.CheckpointStep);
    }

    private static LearnerHello LearnerHello(ref WireReader r) => new(r.Text(), r.Long(), r.Long());

    private static void Write(ref WireWriter w, TrainBatch m)
    {
        w.Keys(2);
        WriteBatch(ref w, m.Batch);
        w.Bool(m.Replay);
    }

    private static TrainBatch TrainBatch(ref WireReader r) => new(r.Record(ReadBatch), r.Bool());

    private static void Write(ref WireWriter w, BatchTrained m)
    {
        w.Keys(5);
        w.Text(m.Learner);
        w.Long(m.Step);
        WriteReport(ref w, m.Report);
        w.Duration(m.Training);
        w.Duration(m.Publishing);
    }

    private static BatchTrained BatchTrained(ref WireReader r) => new(r.Text(), r.Long(), r.Record(ReadReport), r.Duration(), r.Duration());

    private static void Write(ref WireWriter w, SaveCheckpoint m)
    {
        w.Keys(1);
        w.Long(m.Step);
    }

    private static SaveCheckpoint SaveCheckpoint(ref WireReader r) => new(r.Long());

    private static void Write(ref WireWriter w, CheckpointSaved m)
    {
        w.Keys(5);
        w.Text(m.Learner);
        w.Long(m.Step);
        w.Text(m.Folder);
        w.Text(m.WeightsSha256);
        w.Duration(m.Duration);
    }

    private static CheckpointSaved CheckpointSaved(ref WireReader r) => new(r.Text(), r.Long(), r.Text(), r.Text(), r.Duration());
}
