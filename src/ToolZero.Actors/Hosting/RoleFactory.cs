using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Evaluation;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Node;
using ToolZero.Actors.Reward;
using ToolZero.Actors.Rollout;
using ToolZero.Actors.Weights;

namespace ToolZero.Actors.Hosting;

/// <summary>Where the actors of a process find the others.</summary>
/// <param name="Run">The run actor, or its proxy.</param>
/// <param name="Publisher">The weights publisher of this process.</param>
/// <param name="Receiver">The weights receiver of this process.</param>
/// <param name="Rewards">Who scores.</param>
public sealed record RolePeers(ICanTell Run, ICanTell Publisher, ICanTell Receiver, ICanTell Rewards)
{
    /// <summary>Where weights come from in a process with a learner that is not in charge; null = only the publisher has any.</summary>
    public ICanTell? Follower { get; init; }
}

/// <summary>Makes the children of a node actor, in an embedded run and in a cluster alike.</summary>
public sealed record RoleFactory(RoleParts Parts, RolePeers Peers)
{
    /// <summary>Dispatcher of the coordinator, which waits for the disk: a thread of its own.</summary>
    public const string CoordinatorDispatcher = "akka.actor.coordinator-dispatcher";

    /// <summary>Dispatcher of the learner: a thread of its own.</summary>
    public const string LearnerDispatcher = "akka.actor.learner-dispatcher";

    /// <summary>Dispatcher of rollout actors: a thread of its own for each.</summary>
    public const string RolloutDispatcher = "akka.actor.rollout-dispatcher";

    /// <summary>Names of the children.</summary>
    public const string Learner = "learner";

    /// <inheritdoc cref="Learner"/>
    public const string Publisher = "weights";

    /// <inheritdoc cref="Learner"/>
    public const string Source = "weights-source";

    /// <inheritdoc cref="Learner"/>
    public const string Follower = "weights-follower";

    /// <inheritdoc cref="Learner"/>
    public const string Receiver = "weights-receiver";

    /// <inheritdoc cref="Learner"/>
    public const string Reward = "reward";

    /// <inheritdoc cref="Learner"/>
    public const string Evaluation = "evaluation";

    /// <summary>Prefix of the names of rollout workers.</summary>
    public const string Rollout = "rollout";

    /// <summary>All children that the process begins with.</summary>
    public IEnumerable<Role> Initial(int rolloutWorkers)
    {
        if (Parts.Learner is { } learner)
        {
            yield return new Role(Publisher, RoleKind.Weights, _ => WeightsPublisherActor.Props());
            yield return new Role(Learner, RoleKind.Learner, name => LearnerActor.Props(name, learner, Peers.Run, Peers.Publisher).WithDispatcher(LearnerDispatcher));
        }

        if (Parts.Transfer is { } transfer)
        {
            Props Follows(RolloutParts rollout, ICanTell? learner) =>
                WeightsFollowerActor.Props(transfer.Settings, transfer.Place, rollout.Model, rollout.Device, learner);
            if (Parts.Learner is not null)
                yield return new Role(Source, RoleKind.Weights, _ => WeightsSourceActor.Props(transfer.Settings, transfer.Place, Peers.Publisher));
            if (Parts is { Learner: not null, Rollout: { } both })
                yield return new Role(Follower, RoleKind.Weights, _ => Follows(both, Peers.Publisher));
            else if (Parts.Rollout is { } follows)
                yield return new Role(Publisher, RoleKind.Weights, _ => Follows(follows, null));
        }

        if (Parts.Rollout is not null || Parts.Evaluation is not null)
            yield return new Role(Receiver, RoleKind.Weights, _ => WeightsReceiverActor.Props(Publishers, Parts.Rollout?.Settings.Resend ?? RoleParts.Period));
        if (Parts.Reward is { } reward) yield return new Role(Reward, RoleKind.Reward, _ => RewardActor.Props(reward.Pool, reward.Rule));
        if (Parts.Evaluation is { } evaluation) yield return new Role(Evaluation, RoleKind.Evaluation, _ => EvaluationActor.Props(evaluation, Peers.Run, Peers.Receiver));
        for (var i = 1; Parts.Rollout is not null && i <= rolloutWorkers; i++) yield return RolloutWorker($"{Rollout}-{i}");
    }

    private ImmutableArray<ICanTell> Publishers => Parts is { Learner: not null, Rollout: not null } && Peers.Follower is { } follower ? [Peers.Publisher, follower] : [Peers.Publisher];

    /// <summary>A rollout worker of that name; the process must have the role.</summary>
    public Role RolloutWorker(string name)
    {
        var (parts, peers) = (Parts.Rollout!, new RolloutPeers(Peers.Run, Peers.Rewards, Peers.Receiver));
        return new Role(
            name,
            RoleKind.Rollout,
            worker => RolloutActor.Props(worker, parts.Settings, peers, parts.Engine, Parts.Time).WithDispatcher(RolloutDispatcher));
    }
}
