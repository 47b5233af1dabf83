using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Weights;
using static ToolZero.Actors.Weights.Tree.WeightsTreeProtocol;

namespace ToolZero.Web.Telemetry;

/// <summary>Hands what is said on the node's event stream to its meter, and asks how far the weights are while the node has the run.</summary>
internal sealed class TelemetryActor : ReceiveActor
{
    /// <summary>Time between two questions, and how long an answer is waited for.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private long? _asked;

    public TelemetryActor(NodeMeter meter, TimeProvider time)
    {
        _time = time;
        Receive<RunEvent>(meter.Take);
        Receive<WeightsProtocol.Swapped>(meter.Take);
        Receive<RunPulse>(pulse =>
        {
            meter.Take(pulse);
            Ask();
        });
        Receive<WeightsView>(meter.Take);
        Receive<NoAnswer>(_ => { });
        Receive<CoordinatorProtocol.CoordinatorStopped>(_ =>
        {
            meter.Left();
            _asked = null;
        });
    }

    public static Props Props(NodeMeter meter, TimeProvider time) => Akka.Actor.Props.Create(() => new TelemetryActor(meter, time));

    /// <summary>What is said from the return of this on reaches the meter, also when the actor itself begins later on a busy node.</summary>
    public static void Listen(IActorRef telemetry, EventStream stream)
    {
        foreach (var type in new[] { typeof(RunEvent), typeof(WeightsProtocol.Swapped), typeof(RunPulse), typeof(CoordinatorProtocol.CoordinatorStopped) })
            stream.Subscribe(telemetry, type);
    }

    /// <summary>At most one question is under way.</summary>
    private void Ask()
    {
        if (_asked is { } last && _time.GetElapsedTime(last) < Period) return;
        _asked = _time.GetTimestamp();
        Context.ActorSelection(AdminEndpoint.Proxy).Ask<WeightsView>(GetWeights.Instance, Period).PipeTo(Self, failure: _ => NoAnswer.Instance);
    }

    private sealed record NoAnswer
    {
        public static NoAnswer Instance { get; } = new();
    }
}
