using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Actors.Reward;
using ToolZero.Actors.Runs;
using ToolZero.Actors.Weights;
using ToolZero.Actors.Weights.Lane;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Clustering;

/// <summary>What a node works with once it knows the run.</summary>
/// <param name="Parts">The roles that it can have.</param>
/// <param name="RolloutWorkers">Rollout workers that it begins with.</param>
/// <param name="Router">How it finds who scores.</param>
/// <param name="Weights">How weights travel.</param>
public sealed record NodeEquipment(RoleParts Parts, int RolloutWorkers, RewardRouterSettings Router, WeightsSettings Weights)
{
    /// <summary>Folder of the run, on a node that writes into it; null on all others.</summary>
    public string? RunFolder { get; init; }

    /// <summary>Name of the run.</summary>
    public string Run { get; init; } = "";
}

/// <summary>A node, ready to be started.</summary>
/// <param name="Settings">Where it is and what it does.</param>
/// <param name="Akka">Configuration of its actor system.</param>
/// <param name="Supervision">Restart limits.</param>
/// <param name="Equip">Makes its roles from the run's settings.</param>
/// <param name="Time">Clock.</param>
public sealed record NodePlan(NodeSettings Settings, Config Akka, SupervisionSettings Supervision, Func<string, NodeEquipment> Equip, TimeProvider Time)
{
    /// <summary>Opens the run, on a node with the role coordinator.</summary>
    public Func<IRunJob>? Open { get; init; }

    /// <summary>Cancelled, the run drains to a checkpoint and ends; on a node with the role coordinator.</summary>
    public CancellationToken Drain { get; init; }

    /// <summary>Starts what works beside the actors; null = nothing does.</summary>
    public Func<NodeSurroundings, Task<INodeCompanion>>? Companion { get; init; }

    /// <summary>Props of the actor that serves operators, by the node's system and the run actor.</summary>
    public Func<ActorSystem, IActorRef, Props>? Admin { get; init; }
}

/// <summary>What a node tells its command while it works.</summary>
public interface INodeListener
{
    /// <summary>It is a member.</summary>
    /// <param name="address">Where it is reached.</param>
    /// <param name="members">Nodes in the cluster, this one included.</param>
    void Up(string address, int members);

    /// <summary>An event of the run; on a node with the role coordinator.</summary>
    void Take(RunEvent runEvent);
}

/// <summary>Runs one process of a cluster: joins, works until it is told, leaves in order.</summary>
public static class ClusterNode
{
    /// <summary>Name of every actor system of a cluster: part of every address.</summary>
    public const string SystemName = "toolzero";

    /// <summary>Tries to open a run that the process before may still hold.</summary>
    private const int OpenRetries = 20;

    /// <summary>Akka.Remote's reason, whose type is its own.</summary>
    private const string TlsHandshakeFailure = "TlsHandshakeFailureReason";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs to the end of the run, or until <paramref name="stop"/> is cancelled.</summary>
    /// <exception cref="DataException">It cannot start: what is wrong and the remedy, in one line.</exception>
    public static async Task<NodeExit> Run(NodePlan plan, INodeListener listener, CancellationToken stop)
    {
        var settings = plan.Settings;
        var system = Start(settings, ClusterConfiguration.Of(settings, plan.Akka));
        INodeCompanion? companion = null;
        try
        {
            var exit = new TaskCompletionSource<NodeExit>(TaskCreationOptions.RunContinuationsAsynchronously);
            var cluster = Akka.Cluster.Cluster.Get(system);
            system.ActorOf(GateActor.Props(settings), GateActor.Name);
            system.ActorOf(ConnectionRenewalActor.Props(plan.Time), "connection-renewal");
            system.ActorOf(NodeMonitorActor.Props(listener, exit), "monitor");
            var id = new NodeId(settings.Name, cluster.SelfUniqueAddress.Uid.ToString("x8", null));
            companion = plan.Companion is { } start ? await start(new NodeSurroundings(system, id, settings.Roles)) : null;
            companion?.Reached(NodeStage.Joining);
            await NodeJoin.Join(cluster, settings, plan.Time, stop);
            companion?.Reached(NodeStage.WaitingForRun);
            var node = StartActors(plan, system, id);
            listener.Up(cluster.SelfAddress.ToString(), cluster.State.Members.Count);
            var equipping = Equip(plan, system, node, companion, stop);
            _ = equipping.ContinueWith(
                t =>
                {
                    // In a node that is taken out meanwhile everything fails, and why it ends is told below.
                    if (!cluster.IsTerminated) exit.TrySetException(t.Exception!.InnerExceptions);
                },
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);

            await using var drain = plan.Drain.Register(() => system.ActorSelection("/user/run-proxy").Tell(new CoordinatorProtocol.Drain("stopped on request")));
            await using var registration = stop.Register(() => exit.TrySetResult(new NodeExit(NodeEnd.Stopped, "stopped on request")));
            _ = system.WhenTerminated.ContinueWith(
                _ => exit.TrySetResult(new NodeExit(NodeEnd.TakenOut, WhyTerminated(system))),
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default);
            var end = await exit.Task;
            if (end.Result is not null && settings.Stay && !stop.IsCancellationRequested) await Task.WhenAny(system.WhenTerminated, Task.Delay(Timeout.InfiniteTimeSpan, stop));
            companion?.Reached(NodeStage.Leaving);
            await Finish(plan, cluster, node, end);
            return end;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new NodeExit(NodeEnd.Stopped, "stopped on request, before it was in the cluster");
        }
        finally
        {
            if (companion is not null) await companion.DisposeAsync();
            await Task.WhenAny(CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance), Task.Delay(Patience, plan.Time, CancellationToken.None));
        }
    }

    private static ActorSystem Start(NodeSettings settings, Config configuration)
    {
        var address = settings.Listen;
        try
        {
            // Akka would report a taken port with a trace of its own.
            using var probe = new TcpListener(address.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(address.Host, out var ip) ? ip : Dns.GetHostAddresses(address.Host)[0], address.Port);
            probe.Start();
        }
        catch (SocketException error)
        {
            throw new DataException(
                error.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"--port {address.Port}: another process listens on {address}; choose another port"
                    : $"--host {address}: cannot listen there ({error.Message}); give an address of this machine",
                error);
        }

        try
        {
            return ActorSystem.Create(SystemName, configuration);
        }
        catch (Exception error) when (error is Akka.Remote.RemoteTransportException or ConfigurationException or System.Security.Cryptography.CryptographicException or AggregateException)
        {
            throw new DataException($"the actor system cannot start at {address}: {error.GetBaseException().Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private static IActorRef StartActors(NodePlan plan, ActorSystem system, NodeId id)
    {
        var settings = plan.Settings;
        system.ActorOf(DeathProbeActor.Props(plan.Time), "death-probe");
        var self = Akka.Cluster.Cluster.Get(system).SelfAddress;
        var services = new NodeServices(id, plan.Supervision, plan.Time) { Roles = settings.Roles, Address = $"{self.Host}:{self.Port}" };
        var node = system.ActorOf(NodeActor.Props(services), "node");
        if (plan.Open is { } open)
        {
            var run = new RunServices(open, id, plan.Supervision, plan.Time)
            {
                Admin = plan.Admin is { } admin ? self => admin(system, self) : null,
                SendsWeights = true,
                OutlivesDiskFaults = true,
                OpenRetries = OpenRetries,
            };
            system.ActorOf(ClusterSingletonManager.Props(RunActor.Props(run), PoisonPill.Instance, ClusterSingletonManagerSettings.Create(system)), "run");
        }

        var proxy = system.ActorOf(ClusterSingletonProxy.Props("/user/run", ClusterSingletonProxySettings.Create(system)), "run-proxy");
        system.ActorOf(NodeEventsActor.Props(proxy, settings.Has(NodeRoles.Coordinator)), "events");
        return node;
    }

    /// <summary>Asks the run for its settings until it answers, and starts the roles.</summary>
    private static async Task Equip(NodePlan plan, ActorSystem system, IActorRef node, INodeCompanion? companion, CancellationToken stop)
    {
        var proxy = system.ActorSelection("/user/run-proxy");
        RunProtocol.RunConfigurationText? configuration = null;
        while (configuration is null && !stop.IsCancellationRequested && !system.WhenTerminated.IsCompleted)
        {
            try
            {
                configuration = await proxy.Ask<RunProtocol.RunConfigurationText>(RunProtocol.GetRunConfiguration.Instance, RoleParts.Period, stop);
            }
            catch (Exception error) when (error is AskTimeoutException or OperationCanceledException)
            {
                // The run is not open yet.
            }
        }

        if (configuration is null) return;
        companion?.Reached(NodeStage.Loading);
        var equipment = plan.Equip(configuration.Text);
        system.EventStream.Publish(new RunNamed(equipment.Run));
        companion?.Equipped(equipment);
        var rewards = system.ActorOf(RewardRouterActor.Props(equipment.Router), "rewards");
        ActorSelection Own(string child) => system.ActorSelection($"/user/node/{child}");
        var peers = new RolePeers(proxy, Own(RoleFactory.Publisher), Own(RoleFactory.Receiver), rewards) { Follower = Own(RoleFactory.Follower) };
        var place = new WeightsPlace(plan.Settings.Name, proxy, LanePlace.Beside(system, equipment.Weights.Port), plan.Time);
        var parts = equipment.Parts with { Transfer = new TransferParts(equipment.Weights, place) };
        node.Tell(new NodeProtocol.Equip(new RoleFactory(parts, peers), equipment.RolloutWorkers));
        companion?.Reached(NodeStage.Working);
    }

    private static async Task Finish(NodePlan plan, Akka.Cluster.Cluster cluster, IActorRef node, NodeExit end)
    {
        if (end.End == NodeEnd.Stopped)
        {
            try
            {
                await node.Ask<NodeProtocol.NodeDrained>(NodeProtocol.DrainNode.Instance, plan.Settings.DrainDeadline);
            }
            catch (AskTimeoutException)
            {
                // What is not done by now goes to others.
            }
        }

        // The node that owns the run goes last.
        var start = plan.Time.GetTimestamp();
        while (end.Result is not null && Others(cluster) is { Count: > 0 } others && plan.Time.GetElapsedTime(start) < Patience)
        {
            foreach (var other in others) cluster.System.ActorSelection($"{other.Address}/user/{GateActor.Name}").Tell(new ClusterProtocol.Leave(end.Reason));
            await Task.Delay(TimeSpan.FromMilliseconds(200), plan.Time, CancellationToken.None);
        }
    }

    /// <summary>Why the actor system ended by itself. A call of its own that fails under TLS ends it too (docs/decisions/0012).</summary>
    private static string WhyTerminated(ActorSystem system) => CoordinatedShutdown.Get(system).ShutdownReason?.GetType().Name == TlsHandshakeFailure
        ? "a TLS handshake with another node failed, which ends a node; the line TLS handshake failed of its log says why: check certificates and load, and start it again"
        : "the other nodes took it out of the cluster: they did not hear from it";

    private static List<Member> Others(Akka.Cluster.Cluster cluster) =>
        [.. cluster.State.Members.Except(cluster.State.Unreachable).Where(m => !m.UniqueAddress.Equals(cluster.SelfUniqueAddress) && m.Status != MemberStatus.Removed)];
}
