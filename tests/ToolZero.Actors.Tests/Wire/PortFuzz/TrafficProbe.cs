using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using ToolZero.Actors.Tests.Support;
using ToolZero.Actors.Tests.Wire.Support;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Reward.RewardProtocol;

namespace ToolZero.Actors.Tests.Wire.PortFuzz;

/// <summary>What a cluster does meanwhile: asks from one node to the other, and whether the nodes see each other.</summary>
internal sealed class TrafficProbe(TestCluster cluster, IActorRef scoring) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private long _refused;
    private Task _asking = Task.CompletedTask;

    public long Answered { get; private set; }

    public TimeSpan Slowest { get; private set; }

    public string? Harm { get; private set; }

    /// <summary>Refused and errors of the first node's log: messages that it refused.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public static async Task<TrafficProbe> Start(TestCluster cluster)
    {
        cluster.First.ActorOf(ScoringActor.Props, "scoring");
        var path = new RootActorPath(Cluster.Get(cluster.First).SelfAddress) / "user" / "scoring";
        var probe = new TrafficProbe(cluster, await cluster.Second.ActorSelection(path).ResolveOne(TimeSpan.FromSeconds(60)));
        cluster.First.EventStream.Subscribe(cluster.First.ActorOf(Props.Create(() => new Counter(probe))), typeof(Warning));
        probe._asking = Task.Run(probe.Ask);
        return probe;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        _stop.Dispose();
    }

    private async Task Ask()
    {
        var request = new ScoreGroup(new GroupId(1), Samples.Task(1), [Samples.Trajectory(1)]);
        while (!_stop.IsCancellationRequested)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            try
            {
                await scoring.Ask<GroupScored>(request, TimeSpan.FromSeconds(30));
                Answered++;
            }
            catch (AskTimeoutException)
            {
                Harm ??= $"no answer within 30 s, after {Answered} answers";
            }

            if (clock.Elapsed > Slowest) Slowest = clock.Elapsed;
            var state = Cluster.Get(cluster.Second).State;
            if (!state.Unreachable.IsEmpty || state.Members.Count != 2) Harm ??= $"{state.Members.Count} members, {state.Unreachable.Count} unreachable";
            await Task.Delay(5);
        }
    }

    private sealed class Counter : ReceiveActor
    {
        public Counter(TrafficProbe probe) => Receive<Warning>(
            warning => warning.Message.ToString()!.StartsWith("Deserialization failed", StringComparison.Ordinal),
            _ => Interlocked.Increment(ref probe._refused));
    }
}
