using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.AspNetCore.Routing;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Node;
using ToolZero.Actors.Tests.Admin.Support;
using ToolZero.Actors.Weights.Tree;
using ToolZero.Core.Rollouts;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Tests.Support;

/// <summary>A node with the role coordinator that answers over HTTP: real host, real admin actor, scripted run and nodes.</summary>
internal sealed class WebBench : IAsyncDisposable, IClusterView, IWebFeature
{
    public const string Secret = "what only operators know";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private WebHost? _host;
    private IEndpointRouteBuilder? _endpoints;

    private WebBench()
    {
        System = ActorSystem.Create(AdminEndpoint.System, ConfigurationFactory.ParseString("akka.loglevel = OFF, akka.stdout-loglevel = OFF"));
        Run = new ScriptedRun(System);
        File.WriteAllText(Path.Combine(Folder, AdminSecret.FileName), Secret + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(Folder, AdminSecret.FileName), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var secret = AdminSecret.Load(Path.Combine(Folder, AdminSecret.FileName));
        var services = new AdminServices("quickstart", secret, () => AuditTrail.Open(Path.Combine(Folder, AuditTrail.FileName)), this, TimeProvider.System);
        var admin = System.ActorOf(AdminActor.Props(services, Run.Actor), "admin");
        System.ActorOf(Props.Create(() => new Proxy(admin, Weights)), "run-proxy");
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { Timeout = Patience };
    }

    public ActorSystem System { get; }

    public ScriptedRun Run { get; }

    public List<ScriptedNode> Nodes { get; } = [];

    /// <summary>Folder of the run.</summary>
    public string Folder => _folder.Path;

    /// <summary>Follows no redirection, keeps cookies.</summary>
    public HttpClient Client { get; }

    public CookieContainer Cookies { get; } = new();

    public Uri Address => _host!.Address;

    /// <summary>Methods and paths that the host serves.</summary>
    public IEnumerable<(string Method, string Path)> Routes => _endpoints!.DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>()
        .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Select(m => (m, e.RoutePattern.RawText ?? "")) ?? []);

    public static async Task<WebBench> Start(Action<WebBench>? prepare = null)
    {
        var bench = new WebBench();
        prepare?.Invoke(bench);
        var node = new NodeSurroundings(bench.System, new NodeId("coordinator", "1"), [NodeRoles.Coordinator]);
        var settings = new WebSettings(new ClusterAddress("127.0.0.1", 0), null, null);
        bench._host = await WebHost.Start(settings, new WebContext(settings, node, bench.Folder, TimeProvider.System), [.. WebFeatures.All, bench]);
        bench.Client.BaseAddress = bench.Address;
        return bench;
    }

    public ScriptedNode Node(string name, int rollouts, params string[] roles)
    {
        var node = new ScriptedNode(System, name, 4100 + Nodes.Count, rollouts, roles.Length == 0 ? ["rollout"] : [.. roles]);
        Nodes.Add(node);
        return node;
    }

    public ImmutableArray<ClusterMember> Members() => [.. Nodes.Select(n => new ClusterMember(n.Address, n.Roles, "up", n.Actor) { Name = n.Name })];

    /// <summary>A request with the secret.</summary>
    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body = null, string? secret = Secret, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (secret is not null) request.Headers.Add("Authorization", $"Bearer {secret}");
        if (body is not null) request.Content = JsonContent.Create(body);
        change?.Invoke(request);
        return await Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> Get(string path, string? secret = Secret) => Send(HttpMethod.Get, path, secret: secret);

    public Task<HttpResponseMessage> Post(string path, object? body = null, string? secret = Secret, Action<HttpRequestMessage>? change = null) => Send(HttpMethod.Post, path, body, secret, change);

    public static async Task<JsonElement> Json(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }

    /// <summary>The audit trail, newest first, once it shows what is waited for.</summary>
    public async Task<ImmutableArray<JsonElement>> Audit(Func<ImmutableArray<JsonElement>, bool> shows)
    {
        for (var end = DateTimeOffset.UtcNow + Patience; ;)
        {
            ImmutableArray<JsonElement> entries = [.. (await Json(await Get("/api/v1/audit?count=100"))).GetProperty("entries").EnumerateArray()];
            if (shows(entries)) return entries;
            Assert.True(DateTimeOffset.UtcNow < end, $"the audit trail shows {string.Join("; ", entries)}");
            await Task.Delay(100);
        }
    }

    void IWebFeature.Map(IEndpointRouteBuilder endpoints, WebContext context) => _endpoints = endpoints;

    /// <summary>What the tree of weights says.</summary>
    public static WeightsTreeProtocol.WeightsView Weights { get; } = new(
        "learner",
        new SourceReport(new WeightsKey(1, 12), new string('a', 64), 3 << 20, 96 << 10, 0.04, TimeSpan.FromMilliseconds(4), TimeSpan.FromMilliseconds(6), 2),
        [
            new NodeWeights("west", "", TransferReport.Empty with { Holds = new WeightsKey(1, 12), Bytes = 96 << 10, FullBytes = 3 << 20, Fetches = 12 }),
            new NodeWeights("east", "west", TransferReport.Empty with { Holds = new WeightsKey(1, 11), WasFull = true, Bytes = 3 << 20, FullBytes = 3 << 20, Fetches = 9, Failures = 1, LastFault = "the parent went" }),
        ]);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        await System.Terminate();
        _folder.Dispose();
    }

    /// <summary>As the run's proxy of a node: hands everything on.</summary>
    private sealed class Proxy : ReceiveActor
    {
        public Proxy(IActorRef admin, WeightsTreeProtocol.WeightsView weights)
        {
            Receive<IWeightsTreeRequest>(_ => Sender.Tell(weights));
            ReceiveAny(admin.Forward);
        }
    }
}
