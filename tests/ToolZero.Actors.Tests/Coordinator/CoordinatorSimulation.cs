using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorCommand;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;
using Row = ToolZero.Actors.Tests.Coordinator.LedgerModel.Row;

namespace ToolZero.Actors.Tests.Coordinator;

/// <summary>
/// Workers, learners, operators and a coordinator that meet in random order, die, stall, repeat themselves and lose messages, until the run is
/// finished.
/// </summary>
internal sealed class CoordinatorSimulation(CoordinatorSettings settings, RandomStream random)
{
    private readonly LedgerModel _ledger = new();
    private readonly List<SimulatedWorker> _workers = [];
    private readonly List<SimulatedLearner> _learners = [];
    private readonly HashSet<long> _unanswered = [];
    private CoordinatorState _state = new(settings);
    private DateTimeOffset _now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private int _names;
    private long _ticket;
    private long _claimed;
    private SimulatedLearner? _speaking;
    private SimulatedWorker? _leaving;

    /// <summary>Checkpoints on the disk that learners share: steps, and the policy epoch of each.</summary>
    private SortedDictionary<long, long> Disk { get; } = [];

    /// <summary>Operators change settings, go back, try quarantined groups again, drain and remove workers.</summary>
    public bool WithOperators { get; init; }

    /// <summary>Share of groups whose rewards are all equal.</summary>
    public double FlatShare { get; init; }

    public CoordinatorState Run()
    {
        Send(new Started(_now));
        for (var turn = 0; _state.Phase is RunPhase.Running or RunPhase.Paused; turn++)
        {
            Assert.True(turn < 40_000, $"no end: waits for {_state.WaitingFor}");
            _now += TimeSpan.FromSeconds(random.Next(3));
            Turn(calm: turn > 300);
        }

        Assert.True(_state.Phase == RunPhase.Finished, _state.Reason);
        Assert.Equal(settings.Steps, _ledger.Trained);
        Assert.Equal(_ledger.Journal.Values.Sum(groups => groups.Length), _ledger.Count(Row.Trained));
        Assert.Equal(_ledger.Rows.Count, _ledger.Count(Row.Trained, Row.Stale, Row.Filtered, Row.Failed, Row.Quarantined));
        Assert.Empty(_unanswered);
        return _state;
    }

    private void Turn(bool calm)
    {
        var worker = _workers.Count == 0 ? null : random.Pick(_workers);
        var learner = _learners.Count == 0 ? null : random.Pick(_learners);
        switch (random.Next(calm ? 9 : WithOperators ? 21 : 15))
        {
            case 0 or 1 when worker is not null:
                Send(new WorkRequested(worker.Name, worker.Sequence + 1, [.. worker.Leases.Select(l => new HeldLease(l.Id, l.Weights))], _now));
                break;
            case 2 or 3 or 4 when worker is { Leases.Count: > 0 }:
                Deliver(worker);
                break;
            case 5 when learner is not null:
                Work(learner);
                break;
            case 6 when learner is not null:
                Hello(learner);
                break;
            case 7:
                if (_workers.Count < 3) _workers.Add(new SimulatedWorker($"worker{_names++}"));
                if (_learners.Count == 0) _learners.Add(new SimulatedLearner($"learner{_names++}"));
                Send(new Tick(_now));
                break;
            case 8 when _learners.Count == 0 || (!calm && _learners.Count < 2 && random.Chance(0.3)):
                // A second one while the first may only be stalled.
                _learners.Add(new SimulatedLearner($"learner{_names++}"));
                Hello(_learners[^1]);
                break;
            case 9 when worker is { Leases.Count: 0 } && random.Chance(0.5):
                _leaving = worker;
                Send(new WorkerLeaves(worker.Name, _now));
                break;
            case 9 when worker is not null:
                _workers.Remove(worker);
                Send(new WorkerLost(worker.Name, "killed", _now));
                break;
            case 10 when worker is { Leases.Count: > 0 }:
                var failed = random.Pick(worker.Leases);
                worker.Leases.Remove(failed);
                Send(new LeaseFailed(worker.Name, failed.Id, "threw", _now));
                break;
            case 11 when worker is { Leases.Count: > 0 }:
                var lease = random.Pick(worker.Leases);
                Send(new GroupFailed(lease.Id, random.Pick(lease.Groups), "reward hangs", _now));
                break;
            case 12 when learner is not null:
                _learners.Remove(learner);
                Send(new LearnerLost(learner.Name, _now));
                break;
            case 13:
                RestartCoordinator();
                break;
            case 14:
                _now += TimeSpan.FromSeconds(30);
                Order(random.Chance(0.5) ? new Pause() : new Resume());
                break;
            case 15 or 16:
                Order(Setting());
                break;
            case 17:
                Order(new Rollback(random.Chance(0.8) ? random.Pick(_state.Kept.Append(0).ToList()) : random.Next(8)));
                break;
            case 18 when _ledger.Count(Row.Quarantined) > 0:
                var lost = new GroupId(random.Pick(_ledger.Rows.Where(r => r.Value.State == Row.Quarantined).Select(r => r.Key).ToList()));
                Order(random.Chance(0.7) ? new RetryQuarantined(lost) : new DropQuarantined(lost));
                break;
            case 19 when worker is not null:
                Order(random.Chance(0.5) ? new DrainWorker(worker.Name) : new RemoveWorker(worker.Name));
                break;
            case 20:
                Order(new CoordinatorProtocol.Checkpoint());
                break;
        }

        if (!calm) return;
        if (_state.Phase == RunPhase.Paused) Order(new Resume());
        _workers.RemoveAll(w => w.Leases.Count == 0 && _state.Workers[w.Name]?.IsLeaving == true && Lose(w));
    }

    private IOperatorCommand Setting() => random.Next(4) switch
    {
        0 => new SetValue("learner.prompts-per-batch", (1 + random.Next(7)).ToString()),
        1 => new SetValue("staleness.max-versions", random.Next(4).ToString()),
        2 => new SetValue("rollout.temperature", "0.5"),
        _ => new SetValue("learner.learning-rate", "-1"),
    };

    private bool Lose(SimulatedWorker worker)
    {
        Send(new WorkerLost(worker.Name, "left", _now));
        return true;
    }

    private void Order(IOperatorCommand command)
    {
        _unanswered.Add(++_ticket);
        var group = command switch { RetryQuarantined retry => retry.Group, DropQuarantined drop => drop.Group, _ => default };
        var lost = _ledger.Rows.TryGetValue(group.Value, out var row) && row.State == Row.Quarantined
            ? new LostGroup(group, "", GroupState.Quarantined, row.Attempt, [])
            : null;
        Send(new Ordered(_ticket, command, _now) { Lost = lost });
    }

    private void Deliver(SimulatedWorker worker)
    {
        var lease = random.Pick(worker.Leases);
        var group = random.Pick(lease.Groups);
        var delivered = new GroupDelivered(Samples.Group(group.Value, lease.Weights.Version), lease.Weights.Epoch, _now) { IsFlat = random.Chance(FlatShare) };
        Send(delivered);
        if (random.Chance(0.2)) Send(delivered);
        lease.Groups.Remove(group);
        if (lease.Groups.Count == 0) worker.Leases.Remove(lease);
    }

    private void Hello(SimulatedLearner learner)
    {
        _speaking = learner;
        Send(new LearnerHeard(learner.Name, learner.Name, learner.Standing with { Kept = [.. Disk.Keys] }, _now));
    }

    /// <summary>A learner takes its next message; what it answers gets lost at times.</summary>
    private void Work(SimulatedLearner learner)
    {
        if (!learner.Inbox.TryDequeue(out var message)) return;
        if (random.Chance(0.1)) return;
        switch (message.Effect)
        {
            case Effect.Admit admit when admit.LearnerEpoch > learner.Standing.Epoch || message.Rollbacks > learner.Standing.PolicyEpoch:
                if (admit.LearnerEpoch < _claimed) break;
                _claimed = admit.LearnerEpoch;
                foreach (var (step, epoch) in Disk.ToList())
                    if (_ledger.Rollbacks.Take(message.Rollbacks).Any(r => r.PolicyEpoch > epoch && r.Step < step)) Disk.Remove(step);
                var start = Disk.Keys.DefaultIfEmpty(0).Max();
                learner.Standing = new LearnerStanding(admit.LearnerEpoch, message.Rollbacks, start, start, []);
                Hello(learner);
                break;
            case Effect.SendBatch batch when batch.Step == learner.Standing.NextStep || batch.Step == learner.Standing.NextStep - 1:
                learner.Standing = learner.Standing with { NextStep = batch.Step + 1 };
                if (random.Chance(0.9)) Send(new CoordinatorCommand.BatchTrained(learner.Standing.Epoch, batch.Step, _now));
                break;
            case Effect.SaveCheckpoint save when save.Step == learner.Standing.NextStep && learner.Standing.Epoch == _claimed:
                Disk.TryAdd(save.Step, learner.Standing.PolicyEpoch);
                while (Disk.Count > 2) Disk.Remove(Disk.Keys.First());
                learner.Standing = learner.Standing with { CheckpointStep = save.Step };
                if (random.Chance(0.9)) Send(new CoordinatorCommand.CheckpointSaved(learner.Standing.Epoch, save.Step, [.. Disk.Keys], _now));
                break;
            default:
                break;
        }
    }

    private void RestartCoordinator()
    {
        _unanswered.Clear();
        _state = _ledger.Restored().Restore(settings);
        Send(new Started(_now));
    }

    private void Send(CoordinatorCommand command)
    {
        (_state, var effects) = _state.Process(command);
        foreach (var effect in effects)
        {
            _ledger.Apply(effect);
            React(effect);
        }

        CoordinatorInvariants.Check(_state, _ledger, WithOperators);
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
            case Effect.Cancel cancel when random.Chance(0.8):
                _workers.Find(w => w.Name == cancel.Worker)?.Leases.RemoveAll(l => l.Id == cancel.Lease);
                break;
            case Effect.SendBatch batch:
                Assert.True(_ledger.Journal.ContainsKey(batch.Step));
                Assert.True(batch.Step >= _ledger.PayloadsFrom, "the payloads of this step are pruned");
                ToLearner(effect);
                break;
            case Effect.SaveCheckpoint or Effect.Admit:
                ToLearner(effect);
                break;
            case Effect.Supersede:
                // It stops for good.
                _learners.RemoveAll(l => l == _speaking);
                break;
            case Effect.Release:
                // It goes; a lease that was on its way would fail with it.
                Assert.DoesNotContain(_state.Book.Units.Values, u => u.Lease?.Worker == _leaving!.Name);
                _workers.Remove(_leaving!);
                break;
            case Effect.Answer answer:
                Assert.True(_unanswered.Remove(answer.Ticket), "an answer nobody waits for");
                break;
            default:
                break;
        }
    }

    private void ToLearner(CoordinatorEffect effect) => _learners.Find(l => l.Name == _state.Learner!.Name)?.Inbox.Enqueue((effect, _ledger.Rollbacks.Count));

    private void Give(WorkUnit unit)
    {
        if (_workers.Find(w => w.Name == unit.Lease!.Worker) is not { } worker) return;
        worker.Leases.Add(new SimulatedLease(new LeaseId(unit.Id, unit.Attempt), new WeightsKey(_state.PolicyEpoch, unit.Lease!.Version), [.. unit.Groups]));
        worker.Sequence = unit.Lease.Sequence;
    }
}
