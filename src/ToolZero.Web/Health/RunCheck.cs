using Akka.Actor;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Runs;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Health;

/// <summary>The run that is on this node is open. A coordinator that stands by for another one has none.</summary>
internal sealed class RunCheck(WebContext context) : NodeCheck(context)
{
    private const string Run = "/user/run/singleton";

    protected override async Task<string?> Problem(CancellationToken stop)
    {
        if (!Node.Has(NodeRoles.Coordinator)) return null;
        var identity = await Ask<ActorIdentity>(Run, new Identify(null), stop);
        if (identity is { Subject: null }) return null;
        var standing = identity is null ? null : await Ask<RunProtocol.RunStanding>(Run, RunProtocol.GetRunStanding.Instance, stop);
        return standing switch
        {
            null => $"the run's actor does not answer within {Text(Node.Health.Answer)}",
            { Fault: { } fault } => $"the run is not open: {fault}",
            { Stage: RunStage.Opening } => "the run is being opened",
            _ => null,
        };
    }
}
