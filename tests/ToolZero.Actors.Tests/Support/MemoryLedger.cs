using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Tests.Coordinator;
using ToolZero.Core.Rollouts;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;
using Row = ToolZero.Actors.Tests.Coordinator.LedgerModel.Row;

namespace ToolZero.Actors.Tests.Support;

/// <summary>A ledger in memory that refuses illegal moves, and can be told to fail once before a write.</summary>
internal sealed class MemoryLedger : IRunLedger
{
    private readonly LedgerModel _model = new();
    private readonly Dictionary<long, ScoredGroup> _payloads = [];
    private readonly SortedDictionary<long, JournalledBatch> _journal = [];

    /// <summary>Called with the name of every write before it happens.</summary>
    public Action<string> BeforeWrite { get; set; } = _ => { };

    public List<TrainingBatch> Trained { get; } = [];

    public List<string> Evidence { get; } = [];

    public List<string> Returns { get; } = [];

    public long Issued => _model.Rows.Count;

    public long Steps => _model.Trained;

    public long Count(params Row[] rows) => _model.Count(rows);

    public RestoredRun Restore() => _model.Restored();

    public ImmutableArray<double> AstRates() => [.. _journal.Values.Select(b => b.AstRate)];

    public void Issue(long unit, ImmutableArray<GroupId> groups, ImmutableArray<string> taskIds) =>
        Write(nameof(Issue), new Effect.Issue(new WorkUnit(unit, groups, 0, null, [])));

    public void Grant(long unit, ImmutableArray<GroupId> groups, string worker, int attempt) =>
        Write(nameof(Grant), new Effect.Grant(new WorkUnit(unit, groups, attempt, null, []), groups));

    public void Return(long unit, ImmutableArray<GroupId> groups, string reason)
    {
        Write(nameof(Return), new Effect.Return(new WorkUnit(unit, groups, 0, null, []), groups, reason));
        Returns.Add(reason);
    }

    public void Store(ScoredGroup group)
    {
        Write(nameof(Store), new Effect.Store(group));
        _payloads[group.Id.Value] = group;
    }

    public void Duplicate(ScoredGroup group) => Write(nameof(Duplicate), new Effect.Duplicate(group));

    public void Quarantine(ImmutableArray<GroupId> groups, int attempts, ImmutableArray<string> evidence)
    {
        Write(nameof(Quarantine), new Effect.Quarantine(groups, attempts, evidence));
        Evidence.AddRange(evidence);
    }

    public void Journal(JournalledBatch batch)
    {
        Write(nameof(Journal), new Effect.Journal(new OutstandingBatch(batch.Step, batch.Groups)));
        _journal.Add(batch.Step, batch);
    }

    public ImmutableArray<ScoredGroup> Groups(ImmutableArray<GroupId> ids) => [.. ids.Select(id => _payloads[id.Value])];

    public TrainingBatch Batch(long step) =>
        new(step, _journal[step].ScheduleWeight, _journal[step].LearningRate, Groups(_journal[step].Groups));

    public void MarkTrained(long step)
    {
        Write(nameof(MarkTrained), new Effect.MarkTrained(new OutstandingBatch(step, _journal[step].Groups)));
        Trained.Add(Batch(step));
    }

    public void Checkpointed(long step)
    {
        Write(nameof(Checkpointed), new Effect.Prune(step));
        foreach (var id in _journal.Values.Where(b => b.Step < step).SelectMany(b => b.Groups)) _payloads.Remove(id.Value);
    }

    public LedgerBalance Balance() => new(Issued, ImmutableSortedDictionary<GroupState, LedgerEntry>.Empty, default);

    public ImmutableArray<LostGroup> Lost() => [];

    public void Dispose()
    {
    }

    private void Write(string name, Effect effect)
    {
        BeforeWrite(name);
        _model.Apply(effect);
    }
}
