using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;

namespace ToolZero.Cli.Cluster;

/// <summary>A node of a local cluster: its name, its roles and the words of its command line.</summary>
/// <param name="Name">Name of the node.</param>
/// <param name="Role">What it does.</param>
/// <param name="Port">Where it is reached on 127.0.0.1.</param>
/// <param name="HttpPort">Where it answers over HTTP on 127.0.0.1.</param>
/// <param name="Arguments">Words after <c>toolzero node</c>, without those that differ between starts.</param>
internal sealed record ChildSpec(string Name, string Role, int Port, int HttpPort, ImmutableArray<string> Arguments)
{
    public string Address => FormattableString.Invariant($"127.0.0.1:{Port}");

    public string Http => FormattableString.Invariant($"http://127.0.0.1:{HttpPort}");

    /// <summary>How to start it as a process of this program.</summary>
    /// <param name="more">Words that differ between starts.</param>
    public ProcessStartInfo Start(IEnumerable<string> more)
    {
        var program = Environment.ProcessPath ?? "dotnet";
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // The same program by the same way: with the runtime before it, or by itself.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        foreach (var word in (string[])["node", "--supervised", .. Arguments, .. more]) start.ArgumentList.Add(word);
        // One thread per worker; a BLAS that starts more only makes all wait. What the user set stays.
        foreach (var variable in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS" }) start.Environment.TryAdd(variable, "1");
        return start;
    }
}
