using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.Admin;

namespace ToolZero.Cli.Cluster;

/// <summary>One node in <c>cluster.json</c>.</summary>
internal sealed record ClusterFileNode(string Name, string Role, string Address, string Http, int Pid, int Starts);

/// <summary><c>cluster.json</c> in the run folder: where a local cluster is while it is up, for those who talk to it.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Address">A node to talk to: the coordinator.</param>
/// <param name="Http">Where the coordinator answers over HTTP.</param>
/// <param name="SecretFile">File with the secret for operators.</param>
/// <param name="Pid">The process that supervises.</param>
/// <param name="Nodes">All nodes.</param>
internal sealed record ClusterFile(string Run, string Address, string Http, string SecretFile, int Pid, ImmutableArray<ClusterFileNode> Nodes)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public void Write(string folder) => AtomicFile.Write(Path.Combine(folder, AdminTarget.ClusterFile), JsonSerializer.Serialize(this, Json));

    /// <summary>Null while no cluster is up there.</summary>
    public static ClusterFile? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<ClusterFile>(File.ReadAllText(Path.Combine(folder, AdminTarget.ClusterFile)), Json);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static void Delete(string folder) => File.Delete(Path.Combine(folder, AdminTarget.ClusterFile));
}
