using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using k8s;
using k8s.Authentication;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Kubernetes;

/// <summary>How a pod speaks to the API server of its cluster: with the account that Kubernetes mounts into it.</summary>
/// <param name="Host">Address of the API server, <c>https://host:port</c>.</param>
/// <param name="Folder">Where token, ca.crt and namespace are.</param>
public sealed record PodAccount(Uri Host, string Folder)
{
    private const string HostVariable = "KUBERNETES_SERVICE_HOST";
    private const string PortVariable = "KUBERNETES_SERVICE_PORT";
    private const string Mounted = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>An answer takes no longer; then it is asked for again.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The account of the pod that this process runs in.</summary>
    /// <exception cref="DataException">It runs in none, or none is mounted.</exception>
    public static PodAccount Own()
    {
        if (Environment.GetEnvironmentVariable(HostVariable) is not { Length: > 0 } host || Environment.GetEnvironmentVariable(PortVariable) is not { Length: > 0 } port)
            throw new DataException($"--kubernetes-rollouts: {HostVariable} and {PortVariable} are not set, so this is no pod of Kubernetes; leave the option out");
        if (!Uri.TryCreate($"https://{(host.Contains(':') ? $"[{host}]" : host)}:{port}", UriKind.Absolute, out var address))
            throw new DataException($"{HostVariable}={host} and {PortVariable}={port} make no address");
        return new PodAccount(address, Mounted).Checked();
    }

    /// <exception cref="DataException">A file is missing or not what it must be.</exception>
    public PodAccount Checked()
    {
        foreach (var name in new[] { "token", "namespace" }) Read(name);
        using var authorities = new Disposables(Authorities());
        return this;
    }

    /// <summary>The namespace of the pod.</summary>
    public string Namespace => Read("namespace");

    internal KubernetesClientConfiguration Configuration() => new()
    {
        Host = Host.ToString(),
        Namespace = Namespace,
        SslCaCerts = Authorities(),
        TokenProvider = new FileToken(this),
        HttpClientTimeout = Patience,
    };

    private X509Certificate2Collection Authorities()
    {
        var file = Path.Combine(Folder, "ca.crt");
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0 ? certificates : throw new DataException($"{file}: holds no certificate of an authority in PEM");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Missing(file, error);
        }
    }

    private string Read(string name)
    {
        var file = Path.Combine(Folder, name);
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Missing(file, error);
        }
    }

    private static DataException Missing(string file, Exception error) =>
        new($"{file}: cannot be read ({error.Message.ReplaceLineEndings(" ")}); the pod needs the token of a service account (automountServiceAccountToken: true)", error);

    /// <summary>Kubernetes puts another token into the file before the old one ends: it is read each time.</summary>
    private sealed class FileToken(PodAccount account) : ITokenProvider
    {
        public Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new AuthenticationHeaderValue("Bearer", account.Read("token")));
    }

    private sealed class Disposables(X509Certificate2Collection certificates) : IDisposable
    {
        public void Dispose()
        {
            foreach (var certificate in certificates) certificate.Dispose();
        }
    }
}
