using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Tests.Support;
using static ToolZero.Actors.Admin.AdminProtocol;

namespace ToolZero.Actors.Tests.Admin.Support;

/// <summary>An admin actor between a scripted run and scripted nodes, and an operator with the secret.</summary>
internal sealed class AdminBench : IAsyncDisposable, IClusterView
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public AdminBench(Func<AdminServices, AdminServices>? change = null)
    {
        System = ActorSystem.Create("admin-bench", ConfigurationFactory.ParseString("akka.loglevel = OFF, akka.stdout-loglevel = OFF"));
        Run = new ScriptedRun(System);
        Services = new AdminServices("quickstart", Secrets.Own, () => AuditTrail.Open(AuditFile), this, TimeProvider.System);
        Services = change?.Invoke(Services) ?? Services;
        Admin = System.ActorOf(AdminActor.Props(Services, Run.Actor), "admin");
    }

    public ActorSystem System { get; }

    public AdminServices Services { get; }

    public ScriptedRun Run { get; }

    public ImmutableList<ScriptedNode> Nodes { get; private set; } = [];

    public IActorRef Admin { get; }

    /// <summary>Nodes joined by their names; else only they themselves know them.</summary>
    public bool KnowsNames { get; init; }

    public string AuditFile => Path.Combine(_folder.Path, AuditTrail.FileName);

    public ScriptedNode Node(string name, int rollouts, params string[] roles)
    {
        var node = new ScriptedNode(System, name, 4100 + Nodes.Count, rollouts, roles.Length == 0 ? ["rollout"] : [.. roles]);
        Nodes = Nodes.Add(node);
        return node;
    }

    public ImmutableArray<ClusterMember> Members() =>
        [.. Nodes.Select(n => new ClusterMember(n.Address, n.Roles, n.Reachable ? "up" : "unreachable", n.Reachable ? n.Actor : null) { Name = KnowsNames ? n.Name : "" })];

    public void Leave(ScriptedNode node) => Nodes = Nodes.Remove(node);

    /// <summary>What the admin actor sends back, with its challenge signed by the secret given.</summary>
    public async Task<object> Raw(string command, TimeSpan? timeout = null, AdminSecret? secret = null)
    {
        var challenge = await Admin.Ask<Challenge>(Hello.Instance, Patience);
        var body = AdminCodec.Write(new OperatorRequest([.. command.Split(' ')], timeout ?? Patience));
        return await Admin.Ask<object>(AdminSignature.Command(secret ?? Services.Secret, "1", "ada", challenge.Token, body), Patience);
    }

    public async Task<OperatorReply> Send(string command, TimeSpan? timeout = null)
    {
        var reply = Assert.IsType<SignedReply>(await Raw(command, timeout));
        Assert.True(AdminSignature.Holds(Services.Secret, reply));
        return AdminCodec.ReadReply(reply.Manifest, reply.Body);
    }

    public async Task<T> Query<T>(string command)
        where T : AdminAnswer => Assert.IsType<T>(Assert.IsType<OperatorReply.Answered>(await Send(command)).Answer);

    /// <summary>The audit trail, newest first, once it shows what is waited for.</summary>
    public async Task<ImmutableArray<AuditRow>> Audit(Func<ImmutableArray<AuditRow>, bool> shows)
    {
        for (var end = DateTimeOffset.UtcNow + Patience; ;)
        {
            var entries = (await Query<AuditAnswer>("audit 100")).Entries;
            if (shows(entries)) return entries;
            Assert.True(DateTimeOffset.UtcNow < end, $"the audit trail shows {string.Join("; ", entries)}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        _folder.Dispose();
    }
}
