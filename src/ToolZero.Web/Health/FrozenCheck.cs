using Akka.Actor;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Health;

/// <summary>
/// No worker is at one piece of work for too long, and the learner answers when it is at none. A learner computes for as long as a step takes and
/// answers nobody meanwhile, so it says what it is at, and since when.
/// </summary>
internal sealed class FrozenCheck(WebContext context) : NodeCheck(context)
{
    private readonly WorkPulses _pulses = WorkPulses.Of(context.System);

    protected override async Task<string?> Problem(CancellationToken stop)
    {
        if (Overdue() is { } work) return $"{work.Worker} {work.Doing} since {Text(work.Age)}; longer than {Text(Limit(work))} is taken for frozen";
        if (!Node.Has(NodeRoles.Learner) || IsLearnerBusy()) return null;
        var answer = await Ask<ActorIdentity>($"/user/node/{RoleFactory.Learner}", new Identify(null), stop);
        return answer is null && !IsLearnerBusy() ? $"the learner has nothing in hand and does not answer within {Text(Node.Health.Answer)}" : null;
    }

    private WorkInHand? Overdue() => _pulses.Now.Where(w => w.Age > Limit(w)).MaxBy(w => w.Age);

    private bool IsLearnerBusy() => _pulses.Now.Any(w => w.Kind == RoleKind.Learner);

    private TimeSpan Limit(WorkInHand work) => work.Kind == RoleKind.Coordinator ? Node.Health.LongestTurn : Node.Health.LongestStep;
}
