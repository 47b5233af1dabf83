using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json;
using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Node;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Tests.Support;

/// <summary>An actor system with a web host beside it, on a port from the kernel, as a node has it; not in a cluster.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly WebHost _host;
    private readonly HttpClient _client;

    private TestNode(ActorSystem system, WebHost host, HttpClient client) => (System, _host, _client) = (system, host, client);

    public ActorSystem System { get; }

    public Uri Address => _host.Address;

    public INodeCompanion Host => _host;

    public static async Task<TestNode> Start(
        ImmutableArray<string>? roles = null, ImmutableArray<IWebFeature>? features = null, TestAuthority? authority = null, string? runFolder = null, Config? akka = null, string http = "127.0.0.1:0", string? secretFile = null)
    {
        var system = ActorSystem.Create("web-tests", (akka ?? ConfigurationFactory.Empty).WithFallback(ConfigurationFactory.ParseString("akka.loglevel = ERROR")));
        var surroundings = new NodeSurroundings(system, new NodeId("west", "0000abcd"), roles ?? NodeRoles.All);
        var settings = new WebSettings(ClusterAddress.Parse(http, WebSettings.Option, leastPort: 0), authority?.Options("west") is [_, var file, _, var password] ? new TlsFiles(file, password) : null, secretFile);
        var host = await WebHost.Start(settings, new WebContext(settings, surroundings, runFolder, TimeProvider.System), features ?? WebFeatures.All);
        var handler = new SocketsHttpHandler();
        if (authority is not null) handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Issuer == "CN=" + AuthorityName;
        return new TestNode(system, host, new HttpClient(handler) { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(3) });
    }

    /// <summary>Name of the authority to give to <see cref="Start"/>.</summary>
    public const string AuthorityName = "the cluster's own";

    public Task<HttpResponseMessage> Send(HttpRequestMessage request) => _client.SendAsync(request);

    public Task<HttpResponseMessage> Get(string path) => _client.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<(int Status, JsonElement Body)> GetJson(string path)
    {
        using var answer = await Get(path);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        await System.Terminate();
    }
}
