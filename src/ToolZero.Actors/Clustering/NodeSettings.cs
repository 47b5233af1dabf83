using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ToolZero.Actors.Admin;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Clustering;

/// <summary>The roles that a node can have in the cluster.</summary>
public static class NodeRoles
{
    public const string Coordinator = "coordinator";
    public const string Learner = "learner";
    public const string Rollout = "rollout";
    public const string Reward = "reward";

    public static ImmutableArray<string> All { get; } = [Coordinator, Learner, Rollout, Reward];
}

/// <summary>Certificate of a node that speaks TLS; both sides show one.</summary>
/// <param name="Certificate">A PKCS#12 file (.pfx, .p12) with its key.</param>
/// <param name="PasswordFile">File with its password; null = none.</param>
public sealed record TlsFiles(string Certificate, string? PasswordFile)
{
    /// <summary>Looks whether it is a certificate with a key that the password opens.</summary>
    /// <exception cref="DataException">What is wrong and the remedy, in one line.</exception>
    public void Check()
    {
        if (!File.Exists(Certificate)) throw new DataException($"--tls-certificate {Certificate}: there is no such file");
        try
        {
            using var certificate = X509CertificateLoader.LoadPkcs12FromFile(Certificate, Password);
            if (!certificate.HasPrivateKey) throw new DataException($"--tls-certificate {Certificate}: has no private key; make it with openssl pkcs12 -export -inkey KEY -in CERTIFICATE");
        }
        catch (CryptographicException error)
        {
            throw new DataException(
                $"--tls-certificate {Certificate}: cannot be opened with {(PasswordFile is null ? "no password" : $"the password in {PasswordFile}")} ({error.Message.ReplaceLineEndings(" ")});"
                + " it must be a PKCS#12 file (.pfx), and --tls-password-file must name its password",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"--tls-certificate {Certificate}: cannot be read ({error.Message.ReplaceLineEndings(" ")})", error);
        }
    }

    /// <exception cref="DataException">The file cannot be read.</exception>
    public string Password
    {
        get
        {
            try
            {
                return PasswordFile is null ? "" : File.ReadAllText(PasswordFile).Trim();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new DataException($"--tls-password-file {PasswordFile}: cannot be read ({error.Message.ReplaceLineEndings(" ")})", error);
            }
        }
    }
}

/// <summary>One process of a cluster.</summary>
/// <param name="Name">Unique among the nodes that are up.</param>
/// <param name="Roles">Some of <see cref="NodeRoles"/>.</param>
/// <param name="Listen">Where it listens.</param>
/// <param name="Join">Nodes to join through; none = it starts a cluster, which takes the role coordinator.</param>
public sealed record NodeSettings(string Name, ImmutableArray<string> Roles, ClusterAddress Listen, ImmutableArray<ClusterAddress> Join)
{
    /// <summary>What others reach it by, where that is not what it listens on.</summary>
    public string? PublicHost { get; init; }

    /// <summary>The port that others reach it by, where that is not the one it listens on.</summary>
    public int? PublicPort { get; init; }

    public TlsFiles? Tls { get; init; }

    /// <summary>File with the secret that operators share.</summary>
    public string? SecretFile { get; init; }

    /// <summary>File of the actor system's log, or <see cref="Hosting.LogTarget.Output"/>; null = standard error.</summary>
    public string? LogFile { get; init; }

    /// <summary>How that is written.</summary>
    public Hosting.LogFormat LogFormat { get; init; }

    /// <summary>In which a node to join through must answer, and the run tell its settings.</summary>
    public TimeSpan JoinDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>In which a node that leaves must have delivered what it is at; then its leases go back.</summary>
    public TimeSpan DrainDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The cluster stays up when the run has ended.</summary>
    public bool Stay { get; init; }

    /// <summary>What starts and ends rollout nodes, on a node with the role coordinator; null = nobody but people.</summary>
    public INodeSupply? Supply { get; init; }

    public string Host => PublicHost ?? Listen.Host;

    public bool Has(string role) => Roles.Contains(role);

    /// <summary>The same, if it may be started like this.</summary>
    /// <exception cref="DataException">What is wrong and the remedy, in one line.</exception>
    public NodeSettings Checked()
    {
        if (Roles.IsEmpty) throw new DataException($"--role is missing: give one or more of {string.Join(", ", NodeRoles.All)}");
        if (Roles.FirstOrDefault(r => !NodeRoles.All.Contains(r)) is { } unknown)
            throw new DataException($"--role {unknown}: there are {string.Join(", ", NodeRoles.All)}{(Core.Text.Nearest.To(unknown, NodeRoles.All) is { } near ? $"; did you mean {near}?" : "")}");
        if (Name.Length is 0 or > 64 || !Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new DataException($"--name {Name}: expected 1 to 64 letters, digits, '.', '_' and '-'");
        if (Join.IsEmpty && !Has(NodeRoles.Coordinator))
            throw new DataException("--join is missing: name a node of the cluster with --join HOST:PORT; only a node with the role coordinator starts a cluster");
        if (PublicHost is not null && Uri.CheckHostName(PublicHost) == UriHostNameType.Unknown)
            throw new DataException($"--public-host {PublicHost}: expected the name or address that other nodes reach this one by");
        if (Listen.Host is "0.0.0.0" or "::" && PublicHost is null)
            throw new DataException($"--host {Listen.Host} listens everywhere: say with --public-host how other nodes reach this one");
        if (!ClusterAddress.IsLoopback(Listen.Host) && (Tls is null || SecretFile is null))
        {
            throw new DataException(
                $"--host {Listen.Host} can be reached from other machines and would run without {(Tls is null ? "TLS" : "a secret")}: give --tls-certificate FILE"
                + " (a .pfx that the other nodes trust) and --secret-file FILE, or listen on 127.0.0.1");
        }

        if (SecretFile is { } secret) AdminSecret.Load(secret);
        Tls?.Check();
        return this;
    }
}
