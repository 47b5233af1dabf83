using System.Collections.Immutable;
using ToolZero.Core.Rollouts;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;

namespace ToolZero.Actors.Coordinator;

/// <summary>One decision in the making: the next state and the effects so far. It lives for one command only.</summary>
internal sealed class CoordinatorDraft(CoordinatorState state)
{
    public CoordinatorState State { get; set; } = state;

    public ImmutableArray<CoordinatorEffect>.Builder Effects { get; } = ImmutableArray.CreateBuilder<CoordinatorEffect>();

    private CoordinatorSettings Settings => State.Settings;

    public bool IsOpen(GroupId id) => State.Groups.TryGetValue(id, out var group) && group.Phase == GroupPhase.Open;

    /// <summary>The unit whose lease in force this is.</summary>
    public WorkUnit? Leased(LeaseId id) =>
        State.Units.TryGetValue(id.Unit, out var unit) && unit.Attempt == id.Attempt && unit.Lease is not null ? unit : null;

    public void End(RunPhase phase, string reason)
    {
        State = State with { Phase = phase, Reason = reason };
        Effects.Add(new Effect.PhaseChanged(phase, reason));
    }

    /// <summary>Issues all that the gate has room for, so that the unit boundaries depend on the run's progress alone and not on who asks when.</summary>
    public void Issue()
    {
        for (var room = Settings.Gate.Room(State.Version, State.IssuedNotLost); room > 0;)
        {
            var size = (int)Math.Min(Settings.GroupsPerLease, room);
            var ids = Enumerable.Range(0, size).Select(i => new GroupId(State.NextGroup + i)).ToImmutableArray();
            var unit = new WorkUnit(ids[0].Value, ids, 0, null, []);
            State = State with
            {
                Groups = State.Groups.AddRange(ids.Select(id => KeyValuePair.Create(id, new OpenGroup(id, unit.Id, GroupPhase.Open, 0)))),
                Units = State.Units.Add(unit.Id, unit),
                NextGroup = State.NextGroup + size,
            };
            Effects.Add(new Effect.Issue(unit));
            room -= size;
        }
    }

    /// <summary>Pending units, oldest first, to waiting workers, longest waiting first.</summary>
    public void Grant(DateTimeOffset now)
    {
        while (State.Phase == RunPhase.Running && !State.Waiting.IsEmpty && State.Units.Values.FirstOrDefault(u => u.Lease is null) is { } unit)
        {
            var worker = State.Waiting[0];
            unit = unit with
            {
                Attempt = unit.Attempt + 1,
                Lease = new ActiveLease(worker.Name, worker.Sequence, State.Version, now + Settings.LeaseDeadline),
            };
            State = State with
            {
                Units = State.Units.SetItem(unit.Id, unit),
                Waiting = State.Waiting.RemoveAt(0),
                Workers = State.Workers.SetItem(worker.Name, worker.Sequence),
            };
            Effects.Add(new Effect.Grant(unit, OpenOf(unit)));
        }
    }

    /// <summary>Recognises a lease that was granted before this coordinator started, if its unit is still to be done and it is not too old.</summary>
    public bool Adopt(string worker, HeldLease held, DateTimeOffset now)
    {
        if (!State.Units.TryGetValue(held.Lease.Unit, out var unit) || unit.Lease is not null || unit.Attempt != held.Lease.Attempt
            || !CanTake(OpenOf(unit), held.Version))
        {
            return false;
        }

        unit = unit with { Lease = new ActiveLease(worker, 0, held.Version, now + Settings.LeaseDeadline) };
        State = State with { Units = State.Units.SetItem(unit.Id, unit) };
        return true;
    }

    /// <summary>
    /// True when groups sampled by this version can still be trained in time beside all others: for every coming step no more groups are due
    /// by then than the batches up to it hold. Work of the lease in force always can; late work of an earlier lease may not.
    /// </summary>
    public bool CanTake(ImmutableArray<GroupId> ids, long sampledBy)
    {
        var next = State.Version + (State.Outstanding is null ? 0 : 1);
        var ages = Ages(g => !ids.Contains(g.Id)).Concat(ids.Select(_ => sampledBy)).ToList();
        return Settings.Gate.Fresh(sampledBy, next)
            && Enumerable.Range(0, Settings.MaxVersions + 1).All(later => ages.Count(age => Settings.Gate.Due(age, next + later)) <= (later + 1) * Settings.Batch);
    }

    /// <summary>A lease ended without its groups: back to the queue, or lost after the last attempt.</summary>
    public void Fail(WorkUnit unit, string reason)
    {
        unit = unit with { Evidence = unit.Evidence.Add($"attempt {unit.Attempt}: {reason}") };
        var open = OpenOf(unit);
        if (unit.Attempt >= Settings.MaxAttempts)
        {
            Quarantine(open, unit.Attempt, unit.Evidence);
            return;
        }

        unit = unit with { Lease = null };
        State = State with { Units = State.Units.SetItem(unit.Id, unit) };
        Effects.Add(new Effect.Return(unit, open, reason));
    }

    public void Quarantine(ImmutableArray<GroupId> ids, int attempts, ImmutableArray<string> evidence)
    {
        Effects.Add(new Effect.Quarantine(ids, attempts, evidence));
        var unit = State.Groups[ids[0]].Unit;
        State = State with
        {
            Groups = State.Groups.RemoveRange(ids),
            Quarantined = State.Quarantined + ids.Length,
            LostInARow = State.LostInARow + ids.Length,
        };
        CloseIfDone(unit);
        if (State.LostInARow >= Settings.MaxLostInARow)
            End(RunPhase.Failed, $"{State.LostInARow} groups in a row were lost; the last one: {evidence.LastOrDefault("no evidence")}");
        else
            Issue();
    }

    public void Store(ScoredGroup group, long sampledBy)
    {
        var open = State.Groups[group.Id];
        State = State with { Groups = State.Groups.SetItem(group.Id, open with { Phase = GroupPhase.Scored, SampledBy = sampledBy }), LostInARow = 0 };
        CloseIfDone(open.Unit);
        Effects.Add(new Effect.Store(group));
    }

    /// <summary>
    /// A learner introduces itself. It may be one step ahead, when this coordinator's predecessor died before it heard of the step: then the
    /// journalled batch is sent once more and answered from memory.
    /// </summary>
    public void Welcome(CoordinatorCommand.LearnerReady learner)
    {
        var known = State.Version + (State.Outstanding is null ? 0 : 1);
        State = State with
        {
            Learner = new LearnerSlot(learner.Learner, Math.Min(learner.NextStep, State.Version), false),
            CheckpointStep = learner.CheckpointStep,
        };
        if (learner.NextStep > known)
            End(RunPhase.Failed, $"the learner has {learner.NextStep} steps in its weights, the ledger knows of {known}: they belong to different runs; resume with the ledger and the checkpoints of one run folder");
    }

    public void Trained(long step)
    {
        if (State.Learner!.NextStep != step) return;
        State = State with { Learner = State.Learner with { NextStep = step + 1, Busy = false } };
        if (State.Outstanding is not { } batch || batch.Step != step) return;
        Effects.Add(new Effect.MarkTrained(batch));
        State = State with { Groups = State.Groups.RemoveRange(batch.Groups), Outstanding = null, Version = step + 1 };
        Issue();
    }

    public void Saved(long step)
    {
        State = State with { CheckpointStep = step, CheckpointWanted = false, Learner = State.Learner! with { Busy = false } };
        Effects.Add(new Effect.Prune(step));
    }

    /// <summary>Gives an idle learner its next work: a journalled batch, a checkpoint, or a new batch.</summary>
    public void Dispatch()
    {
        if (State.Learner is not { Busy: false } learner || State.Phase is not (RunPhase.Running or RunPhase.Draining or RunPhase.Paused)) return;
        if (learner.NextStep < State.Version || State.Outstanding is not null)
        {
            Send(learner);
            return;
        }

        var ending = State.Phase == RunPhase.Draining || State.Version == Settings.Steps;
        var regular = Settings.CheckpointEvery > 0 && State.Version % Settings.CheckpointEvery == 0;
        if ((ending || regular || State.CheckpointWanted) && State.Version > State.CheckpointStep)
        {
            State = State with { Learner = learner with { Busy = true } };
            Effects.Add(new Effect.SaveCheckpoint(State.Version));
        }
        else if (State.Version == Settings.Steps)
        {
            End(RunPhase.Finished, $"all {Settings.Steps} steps are trained");
        }
        else if (ending)
        {
            End(RunPhase.Stopped, State.Reason);
        }
        else if (State.Phase == RunPhase.Running && NextBatch() is { } batch)
        {
            State = State with
            {
                Outstanding = batch,
                Groups = State.Groups.SetItems(batch.Groups.Select(id => KeyValuePair.Create(id, State.Groups[id] with { Phase = GroupPhase.Batched }))),
            };
            Effects.Add(new Effect.Journal(batch));
            Send(learner);
        }
    }

    private void Send(LearnerSlot learner)
    {
        State = State with { Learner = learner with { Busy = true } };
        Effects.Add(new Effect.SendBatch(learner.NextStep, learner.NextStep < State.Version));
    }

    /// <summary>
    /// The B scored groups with the oldest weights, lowest ids first, unless taking them now would leave more behind than the following
    /// steps can train in time: then the batch waits for the groups that are on their way. With η = 0 that means all of them, so the batch
    /// is the next B in order; with η &gt; 0 a slow group is overtaken, but never by too much, and nothing becomes stale.
    /// </summary>
    private OutstandingBatch? NextBatch()
    {
        var scored = State.Groups.Values.Where(g => g.Phase == GroupPhase.Scored).OrderBy(g => g.SampledBy).ThenBy(g => g.Id).ToList();
        if (scored.Count < Settings.Batch) return null;
        var batch = scored.Take(Settings.Batch).Select(g => g.Id).ToHashSet();
        var left = Ages(g => !batch.Contains(g.Id)).ToList();
        for (var later = 0; later <= Settings.MaxVersions; later++)
            if (left.Count(sampledBy => Settings.Gate.Due(sampledBy, State.Version + later)) > later * Settings.Batch) return null;
        return new OutstandingBatch(State.Version, [.. batch.Order()]);
    }

    /// <summary>Versions that groups were, or are being, sampled by: scored and leased ones.</summary>
    private IEnumerable<long> Ages(Func<OpenGroup, bool> which) =>
        from g in State.Groups.Values
        where which(g)
        let lease = g.Phase == GroupPhase.Open ? State.Units[g.Unit].Lease : null
        where g.Phase == GroupPhase.Scored || lease is not null
        select lease?.Version ?? g.SampledBy;

    private ImmutableArray<GroupId> OpenOf(WorkUnit unit) => [.. unit.Groups.Where(IsOpen)];

    private void CloseIfDone(long unit)
    {
        if (!State.Units[unit].Groups.Any(IsOpen)) State = State with { Units = State.Units.Remove(unit) };
    }
}
