using Akka.Actor;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Weights;

/// <summary>Vocabulary of the weights publisher (at the learner) and the receivers (one per node).</summary>
public static class WeightsProtocol
{
    /// <summary>Learner -> publisher: a new version. The share that the snapshot was created with passes to the publisher.</summary>
    public sealed record Publish(PolicySnapshot Snapshot);

    /// <summary>Receiver -> publisher, rollout actor -> receiver: tell me of every version, the newest one at once.</summary>
    public sealed record Subscribe(IActorRef Subscriber);

    /// <summary>To every subscriber. Local only: in one process the weights pass by reference.</summary>
    public sealed record Available(PolicySnapshot Snapshot);

    /// <summary>Learner -> publisher: another learner is in charge, what this one published is not the policy any more.</summary>
    public sealed record Withdraw
    {
        public static Withdraw Instance { get; } = new();
    }

    /// <summary>To every subscriber: no version comes from here until the learner of this process is in charge again. What is there stays usable.</summary>
    public sealed record Withdrawn
    {
        public static Withdrawn Instance { get; } = new();
    }

    /// <summary>On the event stream: a worker draws with these weights from its next decode step on.</summary>
    /// <param name="Worker">Its full name.</param>
    /// <param name="Key">The weights.</param>
    /// <param name="Pause">How long decoding waited for the swap.</param>
    public sealed record Swapped(string Worker, WeightsKey Key, TimeSpan Pause);
}
