using ToolZero.Actors.Clustering;
using ToolZero.Actors.Node;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Health;

/// <summary>None of the node's workers is down.</summary>
internal sealed class WorkersCheck(WebContext context) : NodeCheck(context)
{
    protected override async Task<string?> Problem(CancellationToken stop)
    {
        if (Node.Stage != NodeStage.Working) return null;
        if (await Ask<NodeProtocol.NodeStatus>("/user/node", NodeProtocol.GetStatus.Instance, stop) is not { } status) return $"the node's own actor does not answer within {Text(Node.Health.Answer)}";
        var down = status.Workers.Where(w => w.Health is RoleHealth.Restarting or RoleHealth.GivenUp)
            .Select(w => $"{w.Name} {(w.Health == RoleHealth.GivenUp ? "is given up: it failed again and again" : "failed and is about to be started again")}").ToList();
        return down.Count == 0 ? null : string.Join("; ", down);
    }
}
