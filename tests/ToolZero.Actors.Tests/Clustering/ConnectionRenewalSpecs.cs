using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Tests.Support;
using ToolZero.Actors.Tests.Wire.Support;
using ToolZero.Actors.Wire;

namespace ToolZero.Actors.Tests.Clustering;

/// <summary>Two nodes call each other at once, and the first one's handshake takes too long though the second has taken its call: what a busy machine does to nodes that start together.</summary>
public sealed class ConnectionRenewalSpecs : IAsyncDisposable
{
    private const int Tries = 60;
    private static readonly TimeSpan Repeat = TimeSpan.FromSeconds(1);

    private readonly SilentLine _line = new();
    private readonly List<ActorSystem> _systems = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var system in _systems) await system.Terminate();
        await _line.DisposeAsync();
    }

    [Fact]
    public async Task Two_nodes_hear_each_other_though_the_call_of_one_failed_while_the_other_had_taken_it()
    {
        var first = Start("first", "port = 0, connection-timeout = 3s");
        // The second is known by the port of the line.
        var port = FreePort.Next();
        var second = Start("second", $"port = {port}, public-port = {_line.Port}");
        var connections = new Connections();
        second.ActorOf(Props.Create(() => new ConnectionsActor(connections)));
        var atFirst = second.ActorSelection($"{RootOf(first)}/user/echo");
        var atSecond = first.ActorSelection($"{RootOf(second)}/user/echo");

        atSecond.Tell("called");
        await _line.Called;
        atFirst.Tell("called back");
        await connections.Made.Task;
        _line.LetThrough(port);
        await connections.Taken.Task;
        await connections.TakenEnded.Task;
        _line.Open();

        Assert.True(await Answers(atSecond), "the first does not hear the second");
        Assert.True(await Answers(atFirst), "the second does not hear the first");
    }

    /// <summary>Whether it answers a question, which may be lost while connections come and go.</summary>
    private static async Task<bool> Answers(ICanTell echo)
    {
        for (var i = 0; i < Tries; i++)
        {
            try
            {
                return await echo.Ask<string>($"question {i}", Repeat) == $"question {i}";
            }
            catch (AskTimeoutException)
            {
                // Once more.
            }
        }

        return false;
    }

    private static Address RootOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    private ActorSystem Start(string name, string place)
    {
        var system = ActorSystem.Create(name, WireConfiguration.Config.WithFallback(ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = off
              stdout-loglevel = off
              actor.provider = remote
              remote { retry-gate-closed-for = 500ms, dot-netty.tcp { hostname = "127.0.0.1", {{place}} } }
            }
            """)));
        _systems.Add(system);
        system.ActorOf(Props.Create(() => new EchoActor()), "echo");
        system.ActorOf(ConnectionRenewalActor.Props(TimeProvider.System));
        return system;
    }

    private sealed class EchoActor : ReceiveActor
    {
        public EchoActor() => Receive<string>(question => Sender.Tell(question));
    }

    /// <summary>What a node has seen of its connections.</summary>
    private sealed class Connections
    {
        public TaskCompletionSource Made { get; } = new();

        public TaskCompletionSource Taken { get; } = new();

        public TaskCompletionSource TakenEnded { get; } = new();
    }

    private sealed class ConnectionsActor : ReceiveActor
    {
        public ConnectionsActor(Connections connections)
        {
            Receive<AssociatedEvent>(made => (made.IsInbound ? connections.Taken : connections.Made).TrySetResult());
            Receive<DisassociatedEvent>(ended =>
            {
                if (ended.IsInbound) connections.TakenEnded.TrySetResult();
            });
            Context.System.EventStream.Subscribe(Self, typeof(AssociationEvent));
        }
    }
}
