
namespace ToolZero.Actors.Coordinator;

/// <summary>Makes the status of what the coordinator knows; pure.</summary>
internal static class CoordinatorReport
{
    /// <param name="state">What the coordinator knows.</param>
    /// <param name="now">The time.</param>
    /// <param name="epoch">Epoch of the coordinator.</param>
    /// <param name="waited">How long the run has waited for the same.</param>
    /// <param name="node">Address of a worker's or learner's node.</param>
    public static CoordinatorStatus Status(this CoordinatorState state, DateTimeOffset now, long epoch, TimeSpan waited, Func<string, string> node) => new(
        state.Phase,
        state.Reason,
        state.Version,
        state.Settings.Steps,
        state.Counts,
        [.. state.Workers.Slots.Values.Select(slot => Worker(state, slot, now, node(slot.Name)))],
        state.Learner is { } learner ? new LearnerStatus(learner.Name, node(learner.Name), learner.NextStep, Doing(state, learner), now - learner.Since) : null,
        state.WaitingFor,
        waited,
        [.. state.Book.Units.Values.Where(u => u.Lease is not null).OrderBy(u => u.Lease!.Since).Select(u => Lease(state, u, now))],
        new RunEpochs(epoch, state.LearnerEpoch, state.PolicyEpoch),
        state.CheckpointStep,
        [.. LiveKeys.All.Select(key => new LiveValue(key.Path, key.Text(state.Settings)))],
        [.. Pending(state)]);

    /// <param name="state">What the coordinator knows.</param>
    /// <param name="waited">How long the run has waited for the same.</param>
    public static RunPulse Pulse(this CoordinatorState state, TimeSpan waited) => new(
        state.Phase,
        state.Counts,
        state.HasEnded ? TimeSpan.Zero : waited,
        state is { Phase: RunPhase.Running, Learner.Work: LearnerWork.Idle },
        state.ExpiredLeases);

    private static WorkerStatus Worker(CoordinatorState state, WorkerSlot slot, DateTimeOffset now, string node)
    {
        var open = slot.Units.Sum(id => state.Book.OpenOf(state.Book.Units[id]).Length);
        var activity = !slot.Units.IsEmpty ? WorkerActivity.Generating : slot.Wanted > 0 ? WorkerActivity.Waiting : WorkerActivity.Idle;
        return new WorkerStatus(
            slot.Name, node, activity, activity == WorkerActivity.Waiting ? WaitsFor(state) : "", now - slot.Since, now - slot.Heard, slot.Units.Count, open, slot.Delivered, slot.IsLeaving);
    }

    /// <summary>Why a worker that asked for work has none.</summary>
    private static string WaitsFor(CoordinatorState state) => state switch
    {
        { Phase: not RunPhase.Running } => $"work: the run is {state.Phase.ToString().ToLowerInvariant()}",
        { IsNarrowing: true } => "work: the gate is being narrowed",
        _ => $"work: all {state.Book.Groups.Count} groups that the gate lets in are under way, step {state.Version} has to be trained",
    };

    private static string Doing(CoordinatorState state, LearnerSlot learner) => learner.Work switch
    {
        LearnerWork.Loading => "reads its checkpoint",
        LearnerWork.Training when learner.NextStep < state.Version => $"replays step {learner.NextStep} of {state.Version}",
        LearnerWork.Training => $"trains step {learner.NextStep}",
        LearnerWork.Saving => $"writes the checkpoint of step {state.Version}",
        _ => $"waits for the batch of step {state.Version}",
    };

    private static LeaseStatus Lease(CoordinatorState state, WorkUnit unit, DateTimeOffset now) => new(
        new LeaseId(unit.Id, unit.Attempt),
        unit.Lease!.Worker,
        unit.Lease.Version,
        unit.Groups.Length,
        state.Book.OpenOf(unit).Length,
        now - unit.Lease.Since,
        unit.Lease.Deadline - now);

    private static IEnumerable<string> Pending(CoordinatorState state)
    {
        foreach (var order in state.Orders)
            yield return order.Command is CoordinatorProtocol.Rollback rollback ? $"rollback {rollback.Step}" : $"set {order.Key!.Path} {order.Key.Kind.Write(order.Value!)}";
        foreach (var retry in state.Retries) yield return $"retry {retry.Unit.Groups[0]}";
        if (!state.CheckpointTickets.IsEmpty) yield return "checkpoint";
        foreach (var slot in state.Workers.Slots.Values.Where(s => !s.DrainTickets.IsEmpty)) yield return $"drain {slot.Name}";
    }
}
