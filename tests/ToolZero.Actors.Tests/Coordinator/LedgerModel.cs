using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Rollouts;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;

namespace ToolZero.Actors.Tests.Coordinator;

/// <summary>What a ledger holds after the effects it was given; refuses every illegal move, above all a group trained twice.</summary>
internal sealed class LedgerModel
{
    private readonly List<RollbackPoint> _rollbacks = [];
    private readonly List<SettingChange> _changes = [];
    private readonly HashSet<(long Unit, int Attempt)> _leases = [];

    public enum Row
    {
        Pending,
        InFlight,
        Scored,
        Batched,
        Trained,
        Stale,
        Filtered,
        Failed,
        Quarantined,
    }

    public Dictionary<long, Entry> Rows { get; } = [];

    public SortedDictionary<long, ImmutableArray<GroupId>> Journal { get; } = [];

    /// <summary>Steps that are marked trained.</summary>
    public long Trained { get; private set; }

    public long Duplicates { get; private set; }

    /// <summary>Steps before this one cannot be replayed any more.</summary>
    public long PayloadsFrom { get; private set; }

    public long CheckpointStep { get; private set; }

    public long LearnerEpoch { get; private set; }

    public IReadOnlyList<RollbackPoint> Rollbacks => _rollbacks;

    public IReadOnlyList<SettingChange> Changes => _changes;

    public void Apply(Effect effect)
    {
        switch (effect)
        {
            case Effect.Issue issue:
                foreach (var id in issue.Unit.Groups) Rows.Add(id.Value, new Entry(Row.Pending, issue.Unit.Id, 0, 0, 0));
                break;
            case Effect.Split split:
                foreach (var id in split.Rest.Groups)
                {
                    Assert.Equal(Row.Pending, Rows[id.Value].State);
                    Rows[id.Value] = Rows[id.Value] with { Unit = split.Rest.Id };
                }

                break;
            case Effect.Grant grant:
                Move(grant.OpenGroups, Row.InFlight, Row.Pending);
                Assert.True(_leases.Add((grant.Unit.Id, grant.Unit.Attempt)), "two leases of one name");
                foreach (var id in grant.Unit.Groups) Rows[id.Value] = Rows[id.Value] with { Attempt = Math.Max(Rows[id.Value].Attempt, grant.Unit.Attempt) };

                break;
            case Effect.Return back:
                Move(back.OpenGroups, Row.Pending, Row.InFlight);
                foreach (var id in back.OpenGroups) Rows[id.Value] = Rows[id.Value] with { Failures = Rows[id.Value].Failures + (back.IsFailure ? 1 : 0) };
                break;
            case Effect.Store store:
                Move([store.Group.Id], Row.Scored, Row.Pending, Row.InFlight);
                Rows[store.Group.Id.Value] = Rows[store.Group.Id.Value] with { SampledBy = store.Group.Samples[0].Trajectory.Versions[0].Value, IsFlat = store.IsFlat };
                break;
            case Effect.Duplicate:
                Duplicates++;
                break;
            case Effect.Quarantine lost:
                Move(lost.Groups, Row.Quarantined, Row.Pending, Row.InFlight);
                break;
            case Effect.Retry retry:
                Move(retry.Unit.Groups, Row.Pending, Row.Quarantined);
                var group = retry.Unit.Groups[0].Value;
                Rows[group] = Rows[group] with { Unit = retry.Unit.Id, Failures = 0 };
                break;
            case Effect.TakeOut taken:
                Move(taken.Groups, Enum.Parse<Row>(taken.State.ToString()), taken.State == GroupState.Failed ? Row.Quarantined : Row.Pending);
                break;
            case Effect.Replace replace:
                Assert.Equal(Journal.Count, replace.Step);
                Move(replace.Groups, Row.Filtered, Row.Scored);
                foreach (var id in replace.Groups) Rows[id.Value] = Rows[id.Value] with { ReplacedAt = replace.Step };
                break;
            case Effect.Admit { IsNew: true } admit:
                Assert.True(admit.LearnerEpoch > LearnerEpoch, "an epoch given twice");
                LearnerEpoch = admit.LearnerEpoch;
                break;
            case Effect.Journal journal:
                Move(journal.Batch.Groups, Row.Batched, Row.Scored);
                Journal.Add(journal.Batch.Step, journal.Batch.Groups);
                break;
            case Effect.MarkTrained trained:
                Assert.Equal(Trained, trained.Batch.Step);
                Assert.Equal(Journal[trained.Batch.Step], trained.Batch.Groups);
                Move(trained.Batch.Groups, Row.Trained, Row.Batched);
                Trained++;
                break;
            case Effect.Prune prune:
                (CheckpointStep, PayloadsFrom) = (prune.Step, Math.Max(PayloadsFrom, prune.PayloadsFrom));
                break;
            case Effect.RollBack back:
                RollBack(back.Point);
                break;
            case Effect.Change change:
                _changes.Add(change.Setting);
                break;
            default:
                break;
        }
    }

    /// <summary>The process died: nothing is in flight any more, except at workers that survived.</summary>
    public RestoredRun Restored()
    {
        var open = Rows.Where(r => r.Value.State < Row.Trained).OrderBy(r => r.Key)
            .Select(r => new RestoredGroup(
                new GroupId(r.Key), r.Value.Unit, r.Value.State is Row.Scored or Row.Batched, r.Value.Attempt, r.Value.Failures, r.Value.SampledBy, r.Value.IsFlat))
            .ToImmutableArray();
        foreach (var id in Rows.Where(r => r.Value.State == Row.InFlight).Select(r => r.Key).ToArray()) Rows[id] = Rows[id] with { State = Row.Pending };
        return new RestoredRun
        {
            Version = Trained,
            Sizes = Journal.Where(b => b.Key < Trained).Aggregate(BatchSizes.Empty, (sizes, b) => sizes.Add(b.Key, b.Value.Length)),
            Replaced = Replaced(Journal.Count),
            NextGroup = Rows.Count,
            Lost = new LostCounts(Count(Row.Stale), Count(Row.Filtered), Count(Row.Failed), Count(Row.Quarantined)),
            Duplicates = Duplicates,
            CheckpointStep = CheckpointStep,
            LearnerEpoch = LearnerEpoch,
            Rollbacks = [.. _rollbacks],
            Changes = [.. _changes],
            Open = open,
            SettledInOpenUnits = [.. Rows.Where(r => r.Value.State >= Row.Trained).Select(r => (new GroupId(r.Key), r.Value.Unit))],
            Outstanding = Journal.Count > Trained ? new OutstandingBatch(Trained, Journal[Trained]) : null,
        };
    }

    public long Count(params Row[] states) => Rows.Values.Count(r => states.Contains(r.State));

    public long Replaced(long step) => Rows.Values.Count(r => r.ReplacedAt == step);

    private void RollBack(RollbackPoint point)
    {
        Assert.Equal(_rollbacks.Count + 1, point.PolicyEpoch);
        Assert.Equal(Journal.Count, Trained);
        _rollbacks.Add(point);
        foreach (var step in Journal.Keys.Where(s => s >= point.Step).ToList())
        {
            Move(Journal[step], Row.Filtered, Row.Trained);
            Journal.Remove(step);
        }

        PayloadsFrom = Math.Min(PayloadsFrom, point.Step);
        foreach (var (id, row) in Rows.Where(r => r.Value.ReplacedAt >= point.Step).ToList()) Rows[id] = row with { ReplacedAt = null };
        foreach (var (id, row) in Rows.ToList())
        {
            if (row.State == Row.Scored) Rows[id] = row with { State = Row.Stale };
            if (row.State == Row.InFlight) Rows[id] = row with { State = Row.Pending };
        }

        (Trained, CheckpointStep) = (point.Step, point.Step);
    }

    private void Move(ImmutableArray<GroupId> ids, Row to, params Row[] from)
    {
        foreach (var id in ids)
        {
            // A group of a lease that was adopted after a restart is pending in the ledger and in flight in truth.
            Assert.True(from.Contains(Rows[id.Value].State) || (to == Row.Pending && Rows[id.Value].State == Row.Pending), $"{id}: {Rows[id.Value].State} -> {to}");
            Rows[id.Value] = Rows[id.Value] with { State = to };
        }
    }

    public sealed record Entry(Row State, long Unit, int Attempt, int Failures, long SampledBy)
    {
        public bool IsFlat { get; init; }

        /// <summary>Step in whose batch another group took its place.</summary>
        public long? ReplacedAt { get; init; }
    }
}
