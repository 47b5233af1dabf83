using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ToolZero.Cli.Cluster;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Drill;

/// <summary>Does faults to the processes of a local cluster, and takes back those that go on for a while.</summary>
/// <param name="cluster">Process ids, as the supervisor last wrote them.</param>
/// <param name="fronts">The proxies before the nodes, by name.</param>
/// <param name="ledger">The ledger's file.</param>
internal sealed class FaultInjector(Func<ClusterFile?> cluster, IReadOnlyDictionary<string, FaultProxy> fronts, string ledger)
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(400);

    /// <summary>Nodes that a fault may be done to now, by name.</summary>
    public IReadOnlyList<string> Nodes(string role) =>
        [.. (cluster()?.Nodes ?? []).Where(n => n.Role == role && IsAlive(n.Pid)).Select(n => n.Name).Order(StringComparer.Ordinal)];

    /// <summary>Begins a fault.</summary>
    /// <returns>False when the node is not there any more.</returns>
    public bool Begin(Fault fault, string node)
    {
        if (Pid(node) is not { } pid) return false;
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                return Run("kill", "-KILL", pid);
            case FaultKind.Freeze:
                return Run("kill", "-STOP", pid);
            case FaultKind.DropConnections:
                fronts[node].Drop();
                return true;
            case FaultKind.DelayFrames:
                fronts[node].Delay(Late);
                return true;
            case FaultKind.CorruptFrames:
                fronts[node].Corrupt(true);
                return true;
            case FaultKind.FullDisk:
                // Nothing that the process writes may reach beyond what the ledger has now: the file system says no, as a full one does.
                var size = new FileInfo(ledger) is { Exists: true } file ? file.Length : 0;
                return Run("prlimit", "--pid", pid, string.Create(CultureInfo.InvariantCulture, $"--fsize={size}:"));
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "no such fault");
        }
    }

    /// <summary>Ends one that goes on. A process that has died meanwhile has taken its fault with it.</summary>
    public void End(Fault fault, string node)
    {
        if (fault.Kind == FaultKind.DelayFrames) fronts[node].Delay(TimeSpan.Zero);
        else if (fault.Kind == FaultKind.CorruptFrames) fronts[node].Corrupt(false);
        else if (Pid(node) is { } pid && fault.Kind == FaultKind.Freeze) Run("kill", "-CONT", pid);
        else if (Pid(node) is { } full && fault.Kind == FaultKind.FullDisk) Run("prlimit", "--pid", full, "--fsize=unlimited:");
    }

    private string? Pid(string node) =>
        cluster()?.Nodes.FirstOrDefault(n => n.Name == node) is { } found && IsAlive(found.Pid) ? found.Pid.ToString(CultureInfo.InvariantCulture) : null;

    private static bool IsAlive(int pid) => Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}"));

    /// <exception cref="DataException">The program is not installed.</exception>
    private static bool Run(string program, params string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception error)
        {
            throw new DataException($"{program}: cannot be started ({error.Message}); a drill needs kill and prlimit (util-linux) on the PATH", error);
        }
    }
}
