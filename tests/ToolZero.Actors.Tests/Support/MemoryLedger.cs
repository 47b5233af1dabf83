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
    private const int PrunedAtOnce = 2;

    private readonly LedgerModel _model = new();
    private readonly Dictionary<long, ScoredGroup> _payloads = [];
    private readonly SortedDictionary<long, JournalledBatch> _journal = [];
    private readonly SortedDictionary<long, LostGroup> _lost = [];

    public long Epoch => 1;

    /// <summary>Called with the name of every write before it happens.</summary>
    public Action<string> BeforeWrite { get; set; } = _ => { };

    public List<TrainingBatch> Trained { get; } = [];

    public List<string> Evidence { get; } = [];

    public List<string> Returns { get; } = [];

    public long Issued => _model.Rows.Count;

    public long Steps => _model.Trained;

    public int Payloads => _payloads.Count;

    public IReadOnlyList<SettingChange> Changes => _model.Changes;

    public IEnumerable<JournalledBatch> Journalled => _journal.Values;

    public long Count(params Row[] rows) => _model.Count(rows);

    public void Together(Action work) => work();

    public RestoredRun Restore() => _model.Restored();

    public ImmutableArray<double> AstRates() => [.. _journal.Values.Select(b => b.AstRate)];

    public void Issue(long unit, ImmutableArray<GroupId> groups, ImmutableArray<string> taskIds) => Write(nameof(Issue), new Effect.Issue(Unit(unit, groups)));

    public void Move(ImmutableArray<GroupId> groups, long unit) => Write(nameof(Move), new Effect.Split(Unit(unit, groups)));

    public void Grant(long unit, ImmutableArray<GroupId> groups, string worker, int attempt) =>
        Write(nameof(Grant), new Effect.Grant(Unit(unit, groups) with { Attempt = attempt }, groups));

    public void Return(ImmutableArray<GroupId> groups, string reason, bool isFailure)
    {
        Write(nameof(Return), new Effect.Return(Unit(0, groups), groups, reason, isFailure));
        Returns.Add(reason);
    }

    public void Store(ScoredGroup group, bool isFlat)
    {
        Write(nameof(Store), new Effect.Store(group, isFlat));
        _payloads[group.Id.Value] = group;
    }

    public void Duplicate(ScoredGroup group) => Write(nameof(Duplicate), new Effect.Duplicate(group));

    public void Quarantine(ImmutableArray<GroupId> groups, int attempts, string reason)
    {
        Write(nameof(Quarantine), new Effect.Quarantine(groups, attempts, [reason]));
        Evidence.Add(reason);
        foreach (var id in groups) _lost[id.Value] = new LostGroup(id, $"task{id.Value}", GroupState.Quarantined, attempts, [reason]);
    }

    public void Retry(GroupId group, long unit)
    {
        Write(nameof(Retry), new Effect.Retry(Unit(unit, [group])));
        _lost.Remove(group.Value);
    }

    public void TakeOut(ImmutableArray<GroupId> groups, GroupState state, string reason)
    {
        Write(nameof(TakeOut), new Effect.TakeOut(groups, state, reason));
        foreach (var id in groups) _lost[id.Value] = new LostGroup(id, $"task{id.Value}", state, 0, [reason]);
    }

    public void Replace(ImmutableArray<GroupId> groups, long step) => Write(nameof(Replace), new Effect.Replace(groups, step));

    public long Replaced(long step) => _model.Replaced(step);

    public void AdmitLearner(long epoch) => Write(nameof(AdmitLearner), new Effect.Admit(epoch, IsNew: true));

    public void Journal(JournalledBatch batch)
    {
        Write(nameof(Journal), new Effect.Journal(new OutstandingBatch(batch.Step, batch.Groups)));
        _journal.Add(batch.Step, batch);
    }

    public ImmutableArray<ScoredGroup> Groups(ImmutableArray<GroupId> ids) => [.. ids.Select(id => _payloads[id.Value])];

    public TrainingBatch Batch(long step) =>
        new(step, _journal[step].ScheduleWeight, _journal[step].LearningRate, Groups(_journal[step].Groups)) { Bounds = _journal[step].Bounds };

    public void MarkTrained(long step)
    {
        Write(nameof(MarkTrained), new Effect.MarkTrained(new OutstandingBatch(step, _journal[step].Groups)));
        Trained.Add(Batch(step));
    }

    public void Checkpointed(CheckpointRecord checkpoint) => Write(nameof(Checkpointed), new Effect.Prune(checkpoint.Step, 0));

    public bool Prune(long payloadsFrom)
    {
        var old = _journal.Values.Where(b => b.Step < payloadsFrom).SelectMany(b => b.Groups).Where(id => _payloads.ContainsKey(id.Value)).Take(PrunedAtOnce).ToList();
        foreach (var id in old) _payloads.Remove(id.Value);
        return old.Count == PrunedAtOnce;
    }

    public void RollBack(RollbackPoint point, string reason)
    {
        Write(nameof(RollBack), new Effect.RollBack(point, 0, reason));
        Trained.RemoveAll(b => b.Step >= point.Step);
        foreach (var step in _journal.Keys.Where(s => s >= point.Step).ToList()) _journal.Remove(step);
    }

    public void Change(SettingChange change) => Write(nameof(Change), new Effect.Change(change));

    public LedgerBalance Balance() => new(
        Issued,
        _model.Rows.Values.GroupBy(r => r.State).ToImmutableSortedDictionary(g => Enum.Parse<GroupState>(g.Key.ToString()), g => new LedgerEntry(g.Count(), 0, 0)),
        new LedgerEntry(_model.Duplicates, 0, 0));

    public ImmutableArray<LostGroup> Lost() => [.. _lost.Values];

    public void Dispose()
    {
    }

    private static WorkUnit Unit(long id, ImmutableArray<GroupId> groups) => new(id, groups, 0, 0, null, []);

    private void Write(string name, Effect effect)
    {
        BeforeWrite(name);
        _model.Apply(effect);
    }
}
