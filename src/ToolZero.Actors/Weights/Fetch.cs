using ToolZero.Actors.Weights.Lane;
using ToolZero.Model.Weights;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Weights;

/// <summary>
/// Fetches a version: frames over the lane into a shadow copy, then the hash. Runs on the caller's thread, which is never an actor's.
/// </summary>
/// <param name="plan">What to fetch.</param>
/// <param name="peer">From whom.</param>
/// <param name="current">The weights in force, the base of a chain of deltas.</param>
/// <param name="progress">What is here already.</param>
/// <param name="settings">Deadlines.</param>
/// <param name="security">TLS; null = none.</param>
/// <param name="time">Clock.</param>
internal sealed class Fetch(
    FetchPlan plan, LaneAddress peer, TensorSet? current, FetchProgress progress, WeightsSettings settings, LaneSecurity? security, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public FetchResult Run(CancellationToken stop)
    {
        if (progress.Fault(plan) is { } fault) return new FetchResult.Failed(FetchFault.NotOurs, fault);
        progress.Keep(plan);
        using var client = new LaneClient(peer, settings.Stall, security, () => time.GetElapsedTime(_start) > settings.Deadline || stop.IsCancellationRequested);
        using var registration = stop.Register(client.Dispose);
        return plan.IsFull ? Whole(client) : Chain(client);
    }

    private FetchResult Whole(LaneClient client)
    {
        var (receiver, shadow) = progress.Whole(plan.Target);
        var (outcome, received) = (LaneOutcome.Broken, _start);
        using (var hash = new HashAhead(shadow))
        {
            outcome = client.Fetch(receiver, onFrame: () => hash.Settled(Math.Min(plan.Target.Bytes, (long)receiver.Window.Prefix * plan.Target.FrameBytes)));
            received = time.GetTimestamp();
        }

        return outcome == LaneOutcome.Complete ? Verified(shadow, [], received) : NotFetched(client, outcome);
    }

    private FetchResult Chain(LaneClient client)
    {
        foreach (var manifest in plan.Deltas)
        {
            var outcome = client.Fetch(progress.Delta(manifest));
            if (outcome != LaneOutcome.Complete) return NotFetched(client, outcome);
        }

        return Verified(null, [.. plan.Deltas.Select(d => (DeltaPayload)progress.Delta(d).Payload)], time.GetTimestamp());
    }

    private FetchResult Verified(ShadowWeights? whole, DeltaPayload[] deltas, long received)
    {
        using var copy = whole is null ? ShadowWeights.CopyOf(current!) : null;
        var weights = deltas.All(d => d.TryApply(copy!.Image)) ? (whole ?? copy!).Verified(plan.Target.Sha256) : null;
        progress.Clear();
        return weights is null
            ? new FetchResult.Failed(FetchFault.WrongHash, $"what came as {plan.Target.Key} does not have its hash")
            : new FetchResult.Fetched(weights, [.. deltas], new FetchFigures(time.GetElapsedTime(_start, received), time.GetElapsedTime(received)));
    }

    private static FetchResult.Failed NotFetched(LaneClient client, LaneOutcome outcome)
    {
        var fault = outcome switch
        {
            LaneOutcome.Unreachable => FetchFault.Unreachable,
            LaneOutcome.Gone => FetchFault.Gone,
            LaneOutcome.Overdue => FetchFault.Overdue,
            _ => FetchFault.Broken,
        };
        return new FetchResult.Failed(fault, client.Reason);
    }
}
