using System.Text.Json;
using Akka.Configuration;
using ToolZero.Actors.Admin;
using ToolZero.Core.Data;
using ToolZero.Core.Text;

namespace ToolZero.Cli.Admin;

/// <summary>A cluster to talk to: one of its nodes, and the secret shared with it.</summary>
internal sealed record AdminTarget(AdminEndpoint Endpoint, AdminSecret Secret)
{
    /// <summary>What <c>toolzero up</c> and a coordinator write into the run folder.</summary>
    public const string ClusterFile = "cluster.json";

    /// <summary>The cluster that is meant.</summary>
    /// <param name="cluster">A node, or null for a local run.</param>
    /// <param name="run">Name of the local run, or null for the only one.</param>
    /// <param name="runs">Folder of the runs.</param>
    /// <param name="secretFile">The secret, or null for the environment's or the run's own.</param>
    /// <exception cref="DataException">It is not clear which cluster is meant, or its secret cannot be read.</exception>
    public static AdminTarget Find(string? cluster, string? run, string runs, string? secretFile)
    {
        var secret = AdminSecret.FileOf(secretFile);
        if (cluster is not null)
        {
            return new AdminTarget(
                AdminEndpoint.Parse(cluster),
                AdminSecret.Load(secret ?? throw new DataException($"--cluster {cluster} needs the secret of the cluster: name its file with --secret-file or {AdminSecret.Variable}")));
        }

        var folder = run is null ? Only(runs) : Named(run, runs);
        var file = Path.Combine(folder, ClusterFile);
        return new AdminTarget(ReadEndpoint(file), AdminSecret.Load(secret ?? Path.Combine(folder, AdminSecret.FileName)));
    }

    /// <param name="operatorName">Who gives the commands.</param>
    /// <param name="transport">How the cluster's connections are secured.</param>
    /// <param name="time">Clock.</param>
    public AdminClient Connect(string operatorName, Config transport, TimeProvider time) => new(Endpoint, Secret, operatorName, transport, time);

    private static string Only(string runs)
    {
        var folders = WithCluster(runs);
        return folders.Count switch
        {
            1 => folders[0],
            0 => throw new DataException($"no run below {runs} has a cluster: start one with  toolzero up, or name a node with --cluster HOST:PORT"),
            _ => throw new DataException($"more than one run below {runs} has a cluster: {string.Join(", ", folders.Select(Path.GetFileName))}; say which with --run NAME"),
        };
    }

    private static string Named(string run, string runs)
    {
        // A folder of that name here may be anything, the model for one; that of a cluster is meant.
        var folder = Path.Combine(runs, run);
        if (new[] { folder, run }.FirstOrDefault(f => File.Exists(Path.Combine(f, ClusterFile))) is { } found) return found;
        var known = WithCluster(runs).Select(f => Path.GetFileName(f)!).ToList();
        var near = Nearest.To(run, known);
        throw new DataException($"--run {run}: {folder} has no cluster; there {(known.Count == 0 ? "is none" : "are " + string.Join(", ", known))} below {runs}{AdminOutcome.DidYouMean(near ?? "")}");
    }

    private static List<string> WithCluster(string runs) => Directory.Exists(runs)
        ? [.. Directory.EnumerateDirectories(runs).Where(f => File.Exists(Path.Combine(f, ClusterFile))).Order(StringComparer.Ordinal)]
        : [];

    private static AdminEndpoint ReadEndpoint(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            return json.RootElement.TryGetProperty("address", out var address) && address.ValueKind == JsonValueKind.String
                ? AdminEndpoint.Parse(address.GetString()!)
                : throw new DataException($"{file}: has no address of a node; name one with --cluster HOST:PORT");
        }
        catch (JsonException error)
        {
            throw new DataException($"{file}: is no JSON ({error.Message}); name a node with --cluster HOST:PORT", error);
        }
    }
}
