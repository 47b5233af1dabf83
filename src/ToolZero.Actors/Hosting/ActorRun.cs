using System.Collections.Immutable;
using Akka;
using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Node;
using ToolZero.Actors.Reward;
using ToolZero.Actors.Rollout;
using ToolZero.Actors.Weights;
using ToolZero.Core.Rewards;

namespace ToolZero.Actors.Hosting;

/// <summary>All parts of a run, ready to be put together.</summary>
/// <param name="Coordinator">Ledger, plan, prompts, step log.</param>
/// <param name="Learner">Checkpoints and the maker of the trainer.</param>
/// <param name="Rollout">How rollout actors work.</param>
/// <param name="RolloutWorkers">How many of them.</param>
/// <param name="Engine">Makes the engine of a worker.</param>
/// <param name="RewardPool">Size and deadline of the reward pool.</param>
/// <param name="Reward">The rule.</param>
/// <param name="Supervision">Restart limits.</param>
/// <param name="Akka">Configuration of the actor system.</param>
public sealed record RunParts(
    CoordinatorServices Coordinator,
    LearnerServices Learner,
    RolloutSettings Rollout,
    int RolloutWorkers,
    Func<IRolloutEngine> Engine,
    RewardPoolSettings RewardPool,
    IReward Reward,
    SupervisionSettings Supervision,
    Config Akka)
{
    /// <summary>File of the actor system's log; null = its own loggers.</summary>
    public string? LogFile { get; init; }

    /// <summary>Steps between evaluations on the way; 0 = none.</summary>
    public int EvaluateEvery { get; init; }

    /// <summary>How to evaluate; needed when <see cref="EvaluateEvery"/> is above 0.</summary>
    public EvaluateSnapshot? Evaluate { get; init; }
}

/// <summary>How the actors' part of a run ended: finished, stopped on request, or failed, and why.</summary>
/// <param name="Phase">How it ended.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsDataFault">It failed because of something outside of it: damaged input, a full disk. The reason is one line with the remedy.</param>
public sealed record RunOutcome(RunPhase Phase, string Reason, bool IsDataFault = false);

/// <summary>Runs all roles in one process: starts them, listens, and takes them down in order.</summary>
public static class ActorRun
{
    /// <summary>Dispatcher of the learner: a thread of its own.</summary>
    public const string LearnerDispatcher = "akka.actor.learner-dispatcher";

    /// <summary>Dispatcher of rollout actors: a thread of its own for each.</summary>
    public const string RolloutDispatcher = "akka.actor.rollout-dispatcher";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Config Defaults = ConfigurationFactory.ParseString($$"""
        {{LearnerDispatcher}}.type = PinnedDispatcher
        {{RolloutDispatcher}}.type = PinnedDispatcher
        """);

    /// <summary>Runs to the end, or to a checkpoint when <paramref name="stop"/> is cancelled.</summary>
    /// <param name="parts">What to run.</param>
    /// <param name="onEvent">Called with every event, one at a time.</param>
    /// <param name="stop">Drains the run.</param>
    public static async Task<RunOutcome> Run(RunParts parts, Action<RunEvent> onEvent, CancellationToken stop)
    {
        var configuration = parts.LogFile is { } log ? parts.Akka.WithFallback(RunLogger.Configuration(log)) : parts.Akka;
        var system = ActorSystem.Create("toolzero", configuration.WithFallback(Defaults));
        var outcome = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            // Subscribed from here, before anything can happen.
            system.EventStream.Subscribe(system.ActorOf(RunMonitorActor.Props(onEvent, outcome), "monitor"), typeof(RunEvent));
            var node = system.ActorOf(NodeActor.Props(Roles(system, parts), parts.Supervision, parts.Coordinator.Time), "node");
            CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "stop-node", async () =>
            {
                await node.GracefulStop(Patience);
                return Done.Instance;
            });
            var coordinator = system.ActorSelection("/user/node/coordinator");
            await using var registration = stop.Register(() => coordinator.Tell(new CoordinatorProtocol.Drain("stopped on request"), ActorRefs.NoSender));
            return await outcome.Task;
        }
        finally
        {
            // Actors before their services; one that does not end, such as a learner in a hanging step, is not waited for without end.
            await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
            await Task.WhenAny(system.Terminate(), Task.Delay(Patience, parts.Coordinator.Time, CancellationToken.None));
        }
    }

    private static ImmutableArray<Role> Roles(ActorSystem system, RunParts parts)
    {
        ActorSelection At(string name) => system.ActorSelection($"/user/node/{name}");
        var (coordinator, publisher) = (At("coordinator"), At("weights"));
        var receiver = At("weights-receiver");
        var peers = new RolloutPeers(coordinator, At("reward"), receiver);
        return
        [
            new Role("weights", RoleKind.Weights, _ => WeightsPublisherActor.Props()),
            new Role("weights-receiver", RoleKind.Weights, _ => WeightsReceiverActor.Props(publisher, parts.Rollout.Resend)),
            new Role("reward", RoleKind.Reward, _ => RewardActor.Props(parts.RewardPool, parts.Reward)),
            new Role("coordinator", RoleKind.Coordinator, _ => CoordinatorActor.Props(parts.Coordinator)),
            new Role("learner", RoleKind.Learner, name => LearnerActor.Props(name, parts.Learner, coordinator, publisher).WithDispatcher(LearnerDispatcher)),
            .. Enumerable.Range(1, parts.RolloutWorkers).Select(i => new Role(
                $"rollout-{i}",
                RoleKind.Rollout,
                name => RolloutActor.Props(name, parts.Rollout, peers, parts.Engine, parts.Coordinator.Time).WithDispatcher(RolloutDispatcher))),
            .. parts is { EvaluateEvery: > 0, Evaluate: { } evaluate }
                ? [new Role("evaluation", RoleKind.Evaluation, _ => EvaluationActor.Props(parts.EvaluateEvery, evaluate, receiver, parts.Rollout.Resend))]
                : Array.Empty<Role>(),
        ];
    }
}
