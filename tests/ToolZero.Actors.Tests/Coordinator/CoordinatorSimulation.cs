using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorCommand;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;
using Row = ToolZero.Actors.Tests.Coordinator.LedgerModel.Row;

namespace ToolZero.Actors.Tests.Coordinator;

/// <summary>Workers, a learner and a coordinator that meet in random order, die, repeat themselves and lose messages, until the run is finished.</summary>
internal sealed class CoordinatorSimulation(CoordinatorSettings settings, RandomStream random)
{
    private readonly LedgerModel _ledger = new();
    private readonly List<SimulatedWorker> _workers = [];
    private readonly Queue<CoordinatorCommand> _learnerReplies = new();
    private CoordinatorState _state = new(settings);
    private DateTimeOffset _now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private int _names;
    private string _learner = "";
    private long _learnerCheckpoint;
    private long _learnerStep;

    public void Run()
    {
        Send(new Started());
        for (var turn = 0; _state.Phase is RunPhase.Running or RunPhase.Paused; turn++)
        {
            Assert.True(turn < 20_000, $"no end: waits for {_state.WaitingFor}");
            _now += TimeSpan.FromSeconds(random.Next(3));
            Turn(calm: turn > 300);
        }

        Assert.Equal(RunPhase.Finished, _state.Phase);
        Assert.Equal(settings.Steps * settings.Batch, _ledger.Count(Row.Trained));
        Assert.Equal(_ledger.Rows.Count, _ledger.Count(Row.Trained, Row.Quarantined));
    }

    private void Turn(bool calm)
    {
        var worker = _workers.Count == 0 ? null : random.Pick(_workers);
        switch (random.Next(calm ? 8 : 14))
        {
            case 0 or 1 when worker is not null:
                Send(new WorkRequested(worker.Name, worker.Sequence + 1, [.. worker.Leases.Select(l => new HeldLease(l.Id, l.Version))], _now));
                break;
            case 2 or 3 or 4 when worker is { Leases.Count: > 0 }:
                Deliver(worker);
                break;
            case 5 when _learnerReplies.Count > 0:
                Send(_learnerReplies.Dequeue());
                break;
            case 6 when _learner.Length == 0:
                _learner = $"learner{_names++}";
                _learnerStep = _learnerCheckpoint;
                Send(new LearnerReady(_learner, _learnerStep, _learnerCheckpoint));
                break;
            case 7:
                if (_workers.Count < 3) _workers.Add(new SimulatedWorker($"worker{_names++}"));
                Send(new Tick(_now));
                break;
            case 8 when worker is not null:
                _workers.Remove(worker);
                Send(new WorkerLost(worker.Name, "killed", _now));
                break;
            case 9 when worker is { Leases.Count: > 0 }:
                var failed = random.Pick(worker.Leases);
                worker.Leases.Remove(failed);
                Send(new LeaseFailed(worker.Name, failed.Id, "threw", _now));
                break;
            case 10 when worker is { Leases.Count: > 0 }:
                var lease = random.Pick(worker.Leases);
                Send(new GroupFailed(lease.Id, random.Pick(lease.Groups), "reward hangs", _now));
                break;
            case 11 when _learner.Length > 0:
                Send(new LearnerLost(_learner));
                (_learner, _) = ("", 0);
                _learnerReplies.Clear();
                break;
            case 12:
                RestartCoordinator();
                break;
            case 13:
                _now += TimeSpan.FromSeconds(30);
                Send(random.Chance(0.5) ? new Pause() : new Resume(_now));
                break;
        }

        if (calm && _state.Phase == RunPhase.Paused) Send(new Resume(_now));
    }

    private void Deliver(SimulatedWorker worker)
    {
        var lease = random.Pick(worker.Leases);
        var group = random.Pick(lease.Groups);
        Send(new GroupDelivered(Samples.Group(group.Value, lease.Version)));
        if (random.Chance(0.2)) Send(new GroupDelivered(Samples.Group(group.Value, lease.Version)));
        lease.Groups.Remove(group);
        if (lease.Groups.Count == 0) worker.Leases.Remove(lease);
    }

    private void RestartCoordinator()
    {
        _learnerReplies.Clear();
        _state = _ledger.Restored().Restore(settings);
        Send(new Started());
        if (_learner.Length == 0) return;
        if (random.Chance(0.5)) Send(new LearnerReady(_learner, _learnerStep, _learnerCheckpoint));
        else _learner = "";
    }

    private void Send(CoordinatorCommand command)
    {
        (_state, var effects) = _state.Process(command);
        foreach (var effect in effects)
        {
            _ledger.Apply(effect);
            React(effect);
        }

        Check();
    }

    private void React(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case Effect.Grant grant when random.Chance(0.9):
                Give(grant.Unit);
                break;
            case Effect.GrantAgain again:
                Give(again.Unit);
                break;
            case Effect.Cancel cancel:
                _workers.Find(w => w.Name == cancel.Worker)?.Leases.RemoveAll(l => l.Id == cancel.Lease);
                break;
            case Effect.SendBatch batch:
                Assert.True(_ledger.Journal.ContainsKey(batch.Step));
                Assert.True(batch.Step >= _ledger.CheckpointStep, "the payloads of this step are pruned");
                // A step that is in the weights already is answered from memory, one that is too far ahead would be an error.
                Assert.True(batch.Step == _learnerStep || batch.Step == _learnerStep - 1);
                _learnerStep = batch.Step + 1;
                _learnerReplies.Enqueue(new BatchTrained(_learner, batch.Step, _now));
                break;
            case Effect.SaveCheckpoint save:
                _learnerCheckpoint = save.Step;
                _learnerReplies.Enqueue(new CheckpointSaved(_learner, save.Step));
                break;
            default:
                break;
        }
    }

    private void Give(WorkUnit unit)
    {
        var worker = _workers.Find(w => w.Name == unit.Lease!.Worker)!;
        worker.Leases.Add(new SimulatedLease(new LeaseId(unit.Id, unit.Attempt), unit.Lease!.Version, [.. unit.Groups]));
        worker.Sequence = unit.Lease.Sequence;
    }

    private void Check()
    {
        var counts = _state.Counts;
        Assert.True(counts.Balanced, counts.ToString());
        Assert.Equal(_ledger.Rows.Count, counts.Issued);
        Assert.Equal(_ledger.Count(Row.Pending, Row.InFlight), counts.Pending + counts.InFlight);
        Assert.Equal(_ledger.Count(Row.Scored, Row.Batched), counts.Scored);
        Assert.Equal(_ledger.Count(Row.Trained), counts.Trained);
        Assert.Equal(_ledger.Count(Row.Quarantined), counts.Quarantined);
        Assert.True(_state.IssuedNotLost <= settings.Gate.Capacity(_state.Version), "gate");
        if (_state.Outstanding is not { } batch) return;
        Assert.Equal(settings.Batch, batch.Groups.Length);
        Assert.All(batch.Groups, id => Assert.True(_ledger.Rows[id.Value].SampledBy + settings.MaxVersions >= batch.Step, "stale"));
    }

    private sealed class SimulatedWorker(string name)
    {
        public string Name { get; } = name;

        public long Sequence { get; set; }

        public List<SimulatedLease> Leases { get; } = [];
    }

    private sealed record SimulatedLease(LeaseId Id, long Version, List<GroupId> Groups);
}
