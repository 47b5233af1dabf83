using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Tests.Support;
using ToolZero.Actors.Tests.Wire.Support;
using ToolZero.Actors.Wire;
using ToolZero.Core.Rollouts;
using Xunit.Abstractions;
using static ToolZero.Actors.Reward.RewardProtocol;

namespace ToolZero.Actors.Tests.Wire;

/// <summary>
/// Two nodes over a line that turns bits over. Damage is found by the checksum of its frame and ends the connection, and remoting makes a new one. A message
/// arrives as it was sent or not at all, so who repeats what is not answered gets everything through.
/// </summary>
public sealed class WireDamagedLineSpecs(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Exchanges = 100;
    private static readonly TimeSpan Repeat = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly DamagingProxy _line = new(every: 24 * 1024);
    private readonly List<ActorSystem> _systems = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var system in _systems) await system.Terminate();
        await _line.DisposeAsync();
    }

    [Fact]
    public async Task Messages_over_a_damaged_line_arrive_as_they_were_sent_once_they_are_repeated()
    {
        // The first node is known by the port of the line.
        var port = FreePort.Next();
        var first = Start("first", $"port = {port}, public-port = {_line.Port}");
        first.ActorOf(Props.Create(() => new EchoActor()), "echo");
        _line.Forward(port);
        var second = Start("second", "port = 0");
        var echo = second.ActorSelection($"akka.tcp://first@127.0.0.1:{_line.Port}/user/echo");
        var (repeats, start) = (0, Stopwatch.GetTimestamp());
        for (var i = 0; i < Exchanges;)
        {
            var sent = new ScoreGroup(new GroupId(i), Samples.Task(i), [Samples.Trajectory(i, length: 200)]);
            try
            {
                var answer = await echo.Ask<ScoreGroup>(sent, Repeat);
                Assert.Equal(Contents.Of(sent), Contents.Of(answer));
                i++;
            }
            catch (AskTimeoutException)
            {
                repeats++;
                Assert.True(Stopwatch.GetElapsedTime(start) < Deadline, $"{i} of {Exchanges} exchanges after {repeats} repeats, {_line.Damaged} bits damaged");
            }
        }

        var refused = WireSerializer.Of(first).Refused + WireSerializer.Of(second).Refused;
        output.WriteLine($"{_line.Damaged} bits damaged, {refused} messages refused, {repeats} repeats");
        Assert.True(_line.Damaged > 5, $"only {_line.Damaged} bits were damaged");
        Assert.NotEqual(0, refused);
    }

    private ActorSystem Start(string name, string place)
    {
        _systems.Add(ActorSystem.Create(name, WireConfiguration.Config.WithFallback(ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = off
              stdout-loglevel = off
              actor.provider = remote
              remote { retry-gate-closed-for = 100ms, dot-netty.tcp { hostname = "127.0.0.1", {{place}} } }
            }
            """))));
        return _systems[^1];
    }

    private sealed class EchoActor : ReceiveActor
    {
        public EchoActor() => Receive<ScoreGroup>(message => Sender.Tell(message));
    }
}
