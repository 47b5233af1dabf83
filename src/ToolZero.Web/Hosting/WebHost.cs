using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ToolZero.Actors.Clustering;
using ToolZero.Core.Data;

namespace ToolZero.Web.Hosting;

/// <summary>
/// HTTP in the process of a node, beside its actor system. It reads no environment variables and no files of its own, and leaves signals to the command.
/// </summary>
public sealed class WebHost : INodeCompanion
{
    private const long MaxRequestBytes = 1 << 20;
    private const long MaxConnections = 1024;

    /// <summary>Requests that are not done by then are cut off.</summary>
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly WebContext _context;

    private WebHost(WebApplication app, WebContext context, Uri address) => (_app, _context, Address) = (app, context, address);

    /// <summary>Where it answers: the host as it was given, the port as it is.</summary>
    public Uri Address { get; }

    /// <summary>Listens when it returns.</summary>
    /// <param name="settings">Where.</param>
    /// <param name="node">The node that it belongs to.</param>
    /// <param name="runFolder">Folder of the run, on a node with the role coordinator.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="DataException">It cannot listen there, or its certificate cannot be used.</exception>
    public static Task<WebHost> Start(WebSettings settings, NodeSurroundings node, string? runFolder, TimeProvider time) =>
        Start(settings, new WebContext(settings, node, runFolder, time), WebFeatures.All);

    /// <inheritdoc cref="Start(WebSettings, NodeSurroundings, string?, TimeProvider)"/>
    internal static async Task<WebHost> Start(WebSettings settings, WebContext context, ImmutableArray<IWebFeature> features)
    {
        var endpoint = EndPoint(settings.Listen);
        var app = Build(settings, context, features, endpoint);
        try
        {
            await app.StartAsync();
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new DataException(
                error.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } or Microsoft.AspNetCore.Connections.AddressInUseException
                    ? $"{WebSettings.Option} {settings.Listen}: another process listens there; choose another port, or 0 for any"
                    : $"{WebSettings.Option} {settings.Listen}: cannot listen there ({error.Message.ReplaceLineEndings(" ")}); give an address of this machine",
                error);
        }

        var address = settings.Listen with { Port = new Uri(app.Urls.First()).Port };
        return new WebHost(app, context, new Uri($"{(settings.Tls is null ? "http" : "https")}://{address}"));
    }

    public void Reached(NodeStage stage) => _context.Reached(stage);

    public void Equipped(NodeEquipment equipment) => _context.Equipped(equipment);

    public async ValueTask DisposeAsync()
    {
        using var deadline = new CancellationTokenSource(StopDeadline);
        await _app.StopAsync(deadline.Token);
        await _app.DisposeAsync();
    }

    private static WebApplication Build(WebSettings settings, WebContext context, ImmutableArray<IWebFeature> features, IPEndPoint endpoint)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "ToolZero.Web", ContentRootPath = AppContext.BaseDirectory });
        var certificate = Certificate(settings.Tls);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = MaxConnections;
            kestrel.Listen(endpoint, listen =>
            {
                listen.Protocols = certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                if (certificate is not null) listen.UseHttps(certificate);
            });
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new ActorLogProvider(context.System));
        builder.Services.AddSingleton<IHostLifetime, NoSignals>().AddSingleton(context).AddSingleton(context.Time).AddRouting();
        // A page of another site that gives itself the name of this machine finds nobody: names are compared with those of loopback.
        if (!settings.IsOpen) builder.Services.AddHostFiltering(o => o.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        foreach (var feature in features) feature.Add(builder.Services, context);

        var app = builder.Build();
        if (!settings.IsOpen) app.UseHostFiltering();
        foreach (var feature in features) feature.Use(app, context);
        foreach (var feature in features) feature.Map(app, context);
        return app;
    }

    private static IPEndPoint EndPoint(ClusterAddress listen)
    {
        try
        {
            return new IPEndPoint(IPAddress.TryParse(listen.Host, out var ip) ? ip : listen.Host == "localhost" ? IPAddress.Loopback : Dns.GetHostAddresses(listen.Host)[0], listen.Port);
        }
        catch (SocketException error)
        {
            throw new DataException($"{WebSettings.Option} {listen}: {error.Message}; give an address of this machine", error);
        }
    }

    private static X509Certificate2? Certificate(TlsFiles? tls)
    {
        if (tls is null) return null;
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(tls.Certificate, tls.Password);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"--tls-certificate {tls.Certificate}: cannot be used for {WebSettings.Option} ({error.Message.ReplaceLineEndings(" ")}); name a .pfx file with its key", error);
        }
    }

    /// <summary>Signals are the command's: it knows what has to be done before the process may end.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
