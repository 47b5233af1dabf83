using Akka;
using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Node;
using ToolZero.Actors.Runs;

namespace ToolZero.Actors.Hosting;

/// <summary>All parts of an embedded run, ready to be put together.</summary>
/// <param name="Job">The run; its actor closes it.</param>
/// <param name="Roles">What the workers work with: all roles.</param>
/// <param name="RolloutWorkers">How many rollout workers there are.</param>
/// <param name="Supervision">Restart limits.</param>
/// <param name="Akka">Configuration of the actor system.</param>
public sealed record RunParts(IRunJob Job, RoleParts Roles, int RolloutWorkers, SupervisionSettings Supervision, Config Akka)
{
    /// <summary>Where the actor system's log goes; null = its own loggers.</summary>
    public LogTarget? Log { get; init; }
}

/// <summary>Runs all roles in one process: starts them, listens, and takes them down in order.</summary>
public static class ActorRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The process alone decides what a signal means: it drains the run first. Akka's own hook would end the actors under it, and the end of the
    /// run would never be told. No configuration may turn it on.
    /// </summary>
    internal static Config Signals { get; } = ConfigurationFactory.ParseString("akka.coordinated-shutdown { run-by-clr-shutdown-hook = off, exit-clr = off }");

    /// <summary>Dispatchers of actors that compute or wait for the disk; a configuration may say otherwise.</summary>
    public static Config Dispatchers { get; } = ConfigurationFactory.ParseString($$"""
        {{RoleFactory.CoordinatorDispatcher}}.type = PinnedDispatcher
        {{RoleFactory.LearnerDispatcher}}.type = PinnedDispatcher
        {{RoleFactory.RolloutDispatcher}}.type = PinnedDispatcher
        """);

    /// <summary>Runs to the end, or to a checkpoint when <paramref name="stop"/> is cancelled.</summary>
    /// <param name="parts">What to run.</param>
    /// <param name="onEvent">Called with every event, one at a time.</param>
    /// <param name="stop">Drains the run.</param>
    public static async Task<RunResult> Run(RunParts parts, Action<RunEvent> onEvent, CancellationToken stop)
    {
        var configuration = parts.Log is { } log ? parts.Akka.WithFallback(RunLogger.Configuration(log)) : parts.Akka;
        var system = ActorSystem.Create("toolzero", Signals.WithFallback(configuration).WithFallback(Dispatchers));
        var outcome = new TaskCompletionSource<RunResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            // Subscribed from here, before anything can happen.
            system.EventStream.Subscribe(system.ActorOf(RunMonitorActor.Props(onEvent, outcome), "monitor"), typeof(RunEvent));
            var run = system.ActorOf(RunActor.Props(new RunServices(() => parts.Job, NodeId.Embedded, parts.Supervision, parts.Roles.Time)), "run");
            system.EventStream.Subscribe(run, typeof(NodeProtocol.NodeFailed));
            var node = system.ActorOf(NodeActor.Props(new NodeServices(NodeId.Embedded, parts.Supervision, parts.Roles.Time)), "node");
            node.Tell(new NodeProtocol.Equip(new RoleFactory(parts.Roles, Peers(system, run)), parts.RolloutWorkers));
            StopInOrder(system, parts.Roles.Time, node, run);
            await using var registration = stop.Register(() => run.Tell(new CoordinatorProtocol.Drain("stopped on request"), ActorRefs.NoSender));
            await Task.WhenAny(outcome.Task, system.WhenTerminated);
            return outcome.Task.IsCompleted
                ? await outcome.Task
                : RunResult.NotBegun(new RunEnd(RunPhase.Failed, "the actor system ended before the run did; what it had trained is in the ledger: resume the run"));
        }
        finally
        {
            // Actors before their services; one that does not end, such as a learner in a hanging step, is not waited for without end.
            await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
            await Task.WhenAny(system.Terminate(), Task.Delay(Patience, parts.Roles.Time, CancellationToken.None));
        }
    }

    /// <summary>Peers in one process: the pool itself scores, weights pass by reference.</summary>
    private static RolePeers Peers(ActorSystem system, IActorRef run)
    {
        ActorSelection At(string name) => system.ActorSelection($"/user/node/{name}");
        return new RolePeers(run, At(RoleFactory.Publisher), At(RoleFactory.Receiver), At(RoleFactory.Reward));
    }

    private static void StopInOrder(ActorSystem system, TimeProvider time, params IActorRef[] actors) =>
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "stop-actors", async () =>
        {
            foreach (var actor in actors) await Task.WhenAny(actor.GracefulStop(Patience), Task.Delay(Patience, time, CancellationToken.None));
            return Done.Instance;
        });
}
