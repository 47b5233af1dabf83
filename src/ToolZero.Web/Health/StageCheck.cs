using ToolZero.Actors.Clustering;
using ToolZero.Actors.Node;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Health;

/// <summary>The node is at work: it has come up, reads no model, and is not about to leave.</summary>
internal sealed class StageCheck(WebContext context) : NodeCheck(context)
{
    private readonly WorkPulses _pulses = WorkPulses.Of(context.System);

    /// <summary>What a node is at that is not at work.</summary>
    public static string Text(NodeStage stage) => stage switch
    {
        NodeStage.Joining => "the node is not in the cluster yet",
        NodeStage.WaitingForRun => "the node waits for the run's settings: no coordinator has opened the run yet",
        NodeStage.Loading => "the model and the data that its roles need are being read",
        NodeStage.Leaving => "the node leaves the cluster",
        _ => "the node is at work",
    };

    protected override Task<string?> Problem(CancellationToken stop) => Task.FromResult(
        Node.Stage != NodeStage.Working ? Text(Node.Stage)
        : _pulses.Now.FirstOrDefault(w => w.IsLoading) is { } loading ? $"{loading.Worker} {loading.Doing} since {Text(loading.Age)}"
        : null);
}
