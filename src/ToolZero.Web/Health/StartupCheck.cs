using ToolZero.Actors.Clustering;
using ToolZero.Actors.Node;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Health;

/// <summary>The node is in the cluster and has read what its roles need, a learner its first checkpoint too. What has come up stays so.</summary>
internal sealed class StartupCheck(WebContext context) : NodeCheck(context)
{
    private readonly WorkPulses _pulses = WorkPulses.Of(context.System);

    protected override Task<string?> Problem(CancellationToken stop) => Task.FromResult(
        Node.Stage < NodeStage.Working ? StageCheck.Text(Node.Stage)
        : !_pulses.HasLoaded && _pulses.Now.FirstOrDefault(w => w.IsLoading) is { } loading ? $"{loading.Worker} {loading.Doing} since {Text(loading.Age)}"
        : null);
}
