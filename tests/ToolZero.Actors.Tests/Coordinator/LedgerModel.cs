using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Core.Rollouts;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;

namespace ToolZero.Actors.Tests.Coordinator;

/// <summary>What a ledger holds after the effects it was given; refuses every illegal move, above all a group trained twice.</summary>
internal sealed class LedgerModel
{
    public enum Row
    {
        Pending,
        InFlight,
        Scored,
        Batched,
        Trained,
        Quarantined,
    }

    public Dictionary<long, (Row State, long Unit, int Attempt, long SampledBy)> Rows { get; } = [];

    public SortedDictionary<long, ImmutableArray<GroupId>> Journal { get; } = [];

    public long Trained { get; private set; }

    public long Duplicates { get; private set; }

    public long CheckpointStep { get; private set; }

    public void Apply(Effect effect)
    {
        switch (effect)
        {
            case Effect.Issue issue:
                foreach (var id in issue.Unit.Groups) Rows.Add(id.Value, (Row.Pending, issue.Unit.Id, 0, 0));
                break;
            case Effect.Grant grant:
                Move(grant.OpenGroups, Row.InFlight, Row.Pending);
                foreach (var id in grant.Unit.Groups) Rows[id.Value] = Rows[id.Value] with { Attempt = grant.Unit.Attempt };
                break;
            case Effect.Return back:
                Move(back.OpenGroups, Row.Pending, Row.InFlight);
                break;
            case Effect.Store store:
                Move([store.Group.Id], Row.Scored, Row.Pending, Row.InFlight);
                Rows[store.Group.Id.Value] = Rows[store.Group.Id.Value] with { SampledBy = store.Group.Samples[0].Trajectory.Versions[0].Value };
                break;
            case Effect.Duplicate:
                Duplicates++;
                break;
            case Effect.Quarantine lost:
                Move(lost.Groups, Row.Quarantined, Row.Pending, Row.InFlight);
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
                CheckpointStep = prune.BeforeStep;
                break;
            default:
                break;
        }
    }

    /// <summary>The process died: nothing is in flight any more, except at workers that survived.</summary>
    public RestoredRun Restored()
    {
        var open = Rows.Where(r => r.Value.State is not (Row.Trained or Row.Quarantined)).OrderBy(r => r.Key)
            .Select(r => new RestoredGroup(new GroupId(r.Key), r.Value.Unit, r.Value.State is Row.Scored or Row.Batched, r.Value.Attempt, r.Value.SampledBy))
            .ToImmutableArray();
        foreach (var id in Rows.Where(r => r.Value.State == Row.InFlight).Select(r => r.Key).ToArray()) Rows[id] = Rows[id] with { State = Row.Pending };
        return new RestoredRun(
            Trained,
            Rows.Count,
            Rows.Values.Count(r => r.State == Row.Quarantined),
            Duplicates,
            CheckpointStep,
            open,
            [.. Rows.Where(r => r.Value.State is Row.Trained or Row.Quarantined).Select(r => (new GroupId(r.Key), r.Value.Unit))],
            Journal.Count > Trained ? new OutstandingBatch(Trained, Journal[Trained]) : null);
    }

    public long Count(params Row[] states) => Rows.Values.Count(r => states.Contains(r.State));

    private void Move(ImmutableArray<GroupId> ids, Row to, params Row[] from)
    {
        foreach (var id in ids)
        {
            // A group of a lease that was adopted after a restart is pending in the ledger and in flight in truth.
            Assert.True(from.Contains(Rows[id.Value].State) || (to == Row.Pending && Rows[id.Value].State == Row.Pending), $"{id}: {Rows[id.Value].State} -> {to}");
            Rows[id.Value] = Rows[id.Value] with { State = to };
        }
    }
}
