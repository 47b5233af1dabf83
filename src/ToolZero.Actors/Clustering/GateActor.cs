using Akka.Actor;
using Akka.Cluster;
using ToolZero.Actors.Wire;
using static ToolZero.Actors.Clustering.ClusterProtocol;

namespace ToolZero.Actors.Clustering;

/// <summary>Speaks for its node with nodes that are not in the cluster yet, and hears when all are to leave.</summary>
internal sealed class GateActor : ReceiveActor
{
    /// <summary>Its name below <c>/user</c>.</summary>
    public const string Name = "gate";

    private readonly NodeSettings _settings;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);

    public GateActor(NodeSettings settings)
    {
        _settings = settings;
        Receive<Hello>(hello => Sender.Tell(Judge(hello)));
        Receive<Leave>(leave => Context.System.EventStream.Publish(new ToldToLeave(leave.Reason)));
    }

    public static Props Props(NodeSettings settings) => Akka.Actor.Props.Create(() => new GateActor(settings));

    private object Judge(Hello hello)
    {
        if (WireVersion.Own.Problem(new WireVersion(hello.Wire, hello.WireMinimum)) is { } problem)
            return new Refused($"{_cluster.SelfAddress} runs version {Hosting.ProductVersion.Text}, this node {hello.Product}: {problem}");
        if (_cluster.SelfMember.Status is not (MemberStatus.Up or MemberStatus.WeaklyUp)) return new NotJoined(_cluster.SelfAddress.ToString(), _settings.Roles);
        var state = _cluster.State;
        var namesake = state.Members.FirstOrDefault(m =>
            m.NodeName() == hello.Name && m.Address.ToString() != hello.Address && m.Status is not (MemberStatus.Down or MemberStatus.Exiting or MemberStatus.Removed) && !state.Unreachable.Contains(m));
        return namesake is null
            ? Welcome.Instance
            : new Refused($"the cluster has a node named {hello.Name} already, at {namesake.Address}: give this one another --name");
    }
}

/// <summary>What the cluster knows of a member.</summary>
public static class MemberNames
{
    private const string Prefix = "name=";

    /// <summary>The role by which a node tells its name: the only thing that every member knows of every other from the first moment.</summary>
    public static string RoleOf(string name) => Prefix + name;

    /// <summary>The name of a member; its address when it has none.</summary>
    public static string NodeName(this Member member) =>
        member.Roles.FirstOrDefault(r => r.StartsWith(Prefix, StringComparison.Ordinal)) is { } role ? role[Prefix.Length..] : member.Address.ToString();

    /// <summary>Its roles without the one that tells its name.</summary>
    public static IEnumerable<string> WorkRoles(this Member member) => member.Roles.Where(r => !r.StartsWith(Prefix, StringComparison.Ordinal));
}
