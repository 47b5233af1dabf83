using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Wire;
using ToolZero.Core.Data;

namespace ToolZero.Bench.Cluster;

/// <summary>An actor system of a bench, with or without a port of its own on the loopback; ended when it is disposed.</summary>
internal sealed class ClusterSystem : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Config Quiet = ConfigurationFactory.ParseString(
        "akka { loglevel = OFF, stdout-loglevel = OFF, coordinated-shutdown { run-by-clr-shutdown-hook = off, exit-clr = off } }").WithFallback(ActorRun.Dispatchers);

    private static readonly Config Remote = ConfigurationFactory.ParseString("akka { actor.provider = remote, remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 } }");

    public ClusterSystem(string name, bool isRemote) =>
        System = ActorSystem.Create(name, isRemote ? WireConfiguration.Config.WithFallback(Remote).WithFallback(Quiet) : Quiet);

    public ActorSystem System { get; }

    /// <summary>Path of an actor of this system, as another process writes it.</summary>
    public string PathOf(IActorRef actor) => actor.Path.ToStringWithAddress(((ExtendedActorSystem)System).Provider.DefaultAddress);

    /// <summary>Waits for something that actors do.</summary>
    /// <exception cref="DataException">It does not happen.</exception>
    public static void Await(WaitHandle signal, TimeSpan deadline, string what)
    {
        if (!signal.WaitOne(deadline)) throw new DataException($"{what} took more than {deadline.TotalSeconds} s: the machine is too busy to measure anything; try again later");
    }

    public void Dispose()
    {
        if (System.WhenTerminated.IsCompleted) return;
        using var ended = new ManualResetEvent(false);
        System.RegisterOnTermination(() => ended.Set());
        _ = System.Terminate();
        ended.WaitOne(Patience);
    }
}
