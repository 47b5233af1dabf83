using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ToolZero.Actors.Kubernetes;
using ToolZero.Actors.Tests.Support;

namespace ToolZero.Actors.Tests.Kubernetes.Support;

/// <summary>
/// The one corner of Kubernetes' API server that scales a StatefulSet, over HTTPS on the loopback, and the files that a pod finds: token, ca.crt, namespace.
/// </summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private const string Scale = "/apis/apps/v1/namespaces/training/statefulsets/mine-rollout/scale";

    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;
    private readonly Queue<Func<HttpContext, Task<bool>>> _faults = new();
    private int _version = 1;

    private ApiServer(WebApplication app) => _app = app;

    /// <summary>Replicas in the StatefulSet's specification.</summary>
    public int Replicas { get; set; } = 2;

    /// <summary>The token that it takes.</summary>
    public string Token { get; set; } = "token-1";

    /// <summary>Requests as "GET" or "PUT 3", "?" behind it when nothing is to change.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Told every other number: pods come and go.</summary>
    public Action<int> Scaled { get; set; } = _ => { };

    public PodAccount Account { get; private set; } = null!;

    public static async Task<ApiServer> Start()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        var server = new ApiServer(app);
        app.Run(server.Answer);
        await app.StartAsync();
        server.Account = new PodAccount(new Uri(app.Urls.Single()), server._folder.Path) { Patience = TimeSpan.FromSeconds(30) };
        await File.WriteAllTextAsync(server.At("ca.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(server.At("namespace"), "training");
        await File.WriteAllTextAsync(server.At("token"), server.Token + "\n");
        return server;
    }

    public string At(string name) => Path.Combine(_folder.Path, name);

    public StatefulSetNodes Nodes(int workersPerNode = 2, string name = "mine-rollout") => new(Account, name, workersPerNode, TimeProvider.System) { Pause = TimeSpan.FromMilliseconds(1) };

    /// <summary>The next request is answered like this, before anything is looked at.</summary>
    public void Next(int status, params (string Name, string Value)[] headers) => _faults.Enqueue(async context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        await context.Response.WriteAsJsonAsync(new { kind = "Status", code = status });
        return true;
    });

    /// <summary>Before the next request something else happens.</summary>
    public void Before(Action happens) => _faults.Enqueue(_ =>
    {
        happens();
        return Task.FromResult(false);
    });

    /// <summary>The next request is never answered.</summary>
    public void Hang() => _faults.Enqueue(async context =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        return true;
    });

    /// <summary>Somebody else scales.</summary>
    public void ScaledByOthers(int replicas)
    {
        (Replicas, _version) = (replicas, _version + 1);
        Scaled(replicas);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var body = request.Method == "PUT" ? await JsonNode.ParseAsync(request.Body) : null;
        Requests.Add(body is null ? request.Method : $"{request.Method} {(int?)body["spec"]!["replicas"]}{(request.Query["dryRun"] == "All" ? "?" : "")}");
        if (_faults.TryDequeue(out var fault) && await fault(context)) return;
        response.StatusCode = request.Headers.Authorization != $"Bearer {Token}" ? 401
            : request.Path != Scale ? 404
            : body is not null && (string?)body["metadata"]!["resourceVersion"] != $"{_version}" ? 409
            : 200;
        if (response.StatusCode == 200 && body is not null && request.Query["dryRun"] != "All") ScaledByOthers((int)body["spec"]!["replicas"]!);
        await response.WriteAsJsonAsync(response.StatusCode == 200
            ? new { kind = "Scale", apiVersion = "autoscaling/v1", metadata = new { name = "mine-rollout", @namespace = "training", resourceVersion = $"{_version}" }, spec = new { replicas = Replicas } }
            : (object)new { kind = "Status", code = response.StatusCode });
    }
}
