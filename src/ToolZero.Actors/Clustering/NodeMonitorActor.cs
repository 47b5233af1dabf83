using Akka.Actor;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;

namespace ToolZero.Actors.Clustering;

/// <summary>Why a node ends.</summary>
public enum NodeEnd
{
    /// <summary>It was asked to.</summary>
    Stopped,

    /// <summary>The run is over.</summary>
    RunOver,

    /// <summary>It cannot do its work any more.</summary>
    Failed,

    /// <summary>The others did not hear from it.</summary>
    TakenOut,
}

/// <summary>How a node ended.</summary>
/// <param name="End">Why.</param>
/// <param name="Reason">The same in one line.</param>
/// <param name="Result">What the run came to, on the node that owned it.</param>
/// <param name="IsDataFault">It failed because of something outside of it: damaged input, a full disk.</param>
public sealed record NodeExit(NodeEnd End, string Reason, RunResult? Result = null, bool IsDataFault = false);

/// <summary>Notices the end of the node's work, and hands the run's events to its command.</summary>
internal sealed class NodeMonitorActor : ReceiveActor
{
    public NodeMonitorActor(INodeListener listener, TaskCompletionSource<NodeExit> exit)
    {
        Receive<RunEvent>(runEvent =>
        {
            try
            {
                listener.Take(runEvent);
            }
            catch (Exception error)
            {
                exit.TrySetException(error);
                throw;
            }

            if (runEvent is RunEvent.Ended { Result: var result })
                exit.TrySetResult(new NodeExit(result.Phase == RunPhase.Failed ? NodeEnd.Failed : NodeEnd.RunOver, result.Reason, result, result.IsDataFault));
        });
        Receive<NodeProtocol.NodeFailed>(failed => exit.TrySetResult(new NodeExit(NodeEnd.Failed, failed.Reason, null, failed.IsDataFault)));
        Receive<ClusterProtocol.ToldToLeave>(told => exit.TrySetResult(new NodeExit(NodeEnd.RunOver, told.Reason)));
    }

    public static Props Props(INodeListener listener, TaskCompletionSource<NodeExit> exit) => Akka.Actor.Props.Create(() => new NodeMonitorActor(listener, exit));

    protected override void PreStart()
    {
        foreach (var type in new[] { typeof(RunEvent), typeof(NodeProtocol.NodeFailed), typeof(ClusterProtocol.ToldToLeave) })
            Context.System.EventStream.Subscribe(Self, type);
    }
}
