using System.Collections.Immutable;
using ToolZero.Actors.Reward;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Reward.RewardProtocol;
using static ToolZero.Actors.Wire.Values.GroupValues;
using static ToolZero.Actors.Wire.Values.TaskValues;

namespace ToolZero.Actors.Wire.Messages;

/// <summary>Between rollout workers and reward pools.</summary>
internal static class RewardWire
{
    public static ImmutableArray<WireEntry> Entries { get; } =
    [
        WireEntry.Of<ScoreGroup>("reward.score-group", Write, ScoreGroup),
        WireEntry.Of<GroupScored>("reward.group-scored", Write, GroupScored),
        WireEntry.Of<ScoringFailed>("reward.scoring-failed", Write, ScoringFailed),
    ];

    private static void Write(ref WireWriter w, ScoreGroup m)
    {
        w.Keys(4);
        w.Long(m.Group.Value);
        WriteTask(ref w, m.Task);
        w.List(m.Samples, WriteTrajectory);
        w.Text(m.Trace);
    }

    private static ScoreGroup ScoreGroup(ref WireReader r) => new(new GroupId(r.Long()), r.Record(ReadTask), r.Records(ReadTrajectory)) { Trace = r.TextOrNull() };

    private static void Write(ref WireWriter w, GroupScored m)
    {
        w.Keys(2);
        w.Long(m.Group.Value);
        w.List(m.Scores, WriteScore);
    }

    private static GroupScored GroupScored(ref WireReader r) => new(new GroupId(r.Long()), r.Records(ReadScore));

    private static void Write(ref WireWriter w, ScoringFailed m)
    {
        w.Keys(3);
        w.Long(m.Group.Value);
        w.Choice(m.Kind);
        w.Text(m.Reason);
    }

    private static ScoringFailed ScoringFailed(ref WireReader r) => new(new GroupId(r.Long()), r.Choice<ScoringFailure>(), r.Text());
}
