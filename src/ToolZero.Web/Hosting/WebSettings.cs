using ToolZero.Actors.Clustering;
using ToolZero.Core.Data;
using ToolZero.Web.Health;

namespace ToolZero.Web.Hosting;

/// <summary>Where a node listens for HTTP. With a certificate it speaks HTTPS only.</summary>
/// <param name="Listen">Address; port 0 = the system chooses one.</param>
/// <param name="Tls">The node's own certificate; null = plain HTTP.</param>
/// <param name="SecretFile">File with the secret that operators share.</param>
public sealed record WebSettings(ClusterAddress Listen, TlsFiles? Tls, string? SecretFile)
{
    /// <summary>The port when none is given.</summary>
    public const int DefaultPort = 4080;

    /// <summary>The option that says where.</summary>
    public const string Option = "--http";

    /// <summary>What its health is judged by.</summary>
    public HealthSettings Health { get; init; } = HealthSettings.Default;

    /// <summary>Other machines can reach it: nobody is trusted for being able to connect.</summary>
    public bool IsOpen => !ClusterAddress.IsLoopback(Listen.Host);

    /// <param name="text">What the user gave: <c>HOST:PORT</c>.</param>
    /// <param name="node">Whose certificate and secret it uses.</param>
    /// <exception cref="DataException">What is wrong and the remedy, in one line.</exception>
    public static WebSettings Parse(string text, NodeSettings node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var settings = new WebSettings(ClusterAddress.Parse(text, Option, DefaultPort, leastPort: 0), node.Tls, node.SecretFile);
        if (settings.IsOpen && (settings.Tls is null || settings.SecretFile is null))
        {
            throw new DataException(
                $"{Option} {text} can be reached from other machines and would answer without {(settings.Tls is null ? "TLS" : "a secret")}: give --tls-certificate FILE"
                + " and --secret-file FILE, or listen on 127.0.0.1");
        }

        return settings;
    }
}
