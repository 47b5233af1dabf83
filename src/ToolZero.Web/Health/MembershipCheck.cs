using Akka.Cluster;
using ToolZero.Actors.Clustering;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Health;

/// <summary>The node is a member, hears from most of the others, and reaches a coordinator.</summary>
internal sealed class MembershipCheck(WebContext context) : NodeCheck(context)
{
    private readonly Cluster _cluster = Cluster.Get(context.System);

    protected override Task<string?> Problem(CancellationToken stop)
    {
        var (state, self) = (_cluster.State, _cluster.SelfMember);
        if (_cluster.IsTerminated) return Task.FromResult<string?>("the node is in no cluster any more");
        if (self.Status is not (MemberStatus.Up or MemberStatus.WeaklyUp)) return Task.FromResult<string?>($"the node is no member that works: it is {self.Status.ToString().ToLowerInvariant()}");
        var members = state.Members.Where(m => m.Status is MemberStatus.Up or MemberStatus.WeaklyUp).ToList();
        var silent = members.Where(state.Unreachable.Contains).ToList();
        return Task.FromResult(
            2 * silent.Count >= members.Count ? $"{silent.Count} of {members.Count} nodes cannot be reached: {Names(silent)}"
            : members.Except(silent).Any(m => m.HasRole(NodeRoles.Coordinator)) ? null
            : $"no coordinator can be reached{(silent.Where(m => m.HasRole(NodeRoles.Coordinator)).ToList() is { Count: > 0 } lost ? $": {Names(lost)}" : ": there is none in the cluster")}");
    }

    private static string Names(IEnumerable<Member> members) => string.Join(", ", members.Select(m => m.NodeName()).Order(StringComparer.Ordinal));
}
