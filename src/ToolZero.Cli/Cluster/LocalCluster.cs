using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Telemetry;
using ToolZero.Cli.Commands;
using ToolZero.Core.Data;
using ToolZero.Web.Hosting;

namespace ToolZero.Cli.Cluster;

/// <summary>A whole cluster on this machine, as processes: a coordinator, a learner, rollout and reward nodes.</summary>
/// <param name="Rollouts">Rollout nodes.</param>
/// <param name="Rewards">Reward nodes.</param>
/// <param name="Sets"><c>--set</c> texts that every node decides for itself: <c>akka.…</c>, devices, numbers of workers.</param>
internal sealed record LocalCluster(int Rollouts, int Rewards, ImmutableArray<string> Sets)
{
    /// <summary>Told name and port of every node; returns the port that the others reach it by. For drills.</summary>
    public Func<string, int, int>? Front { get; init; }

    /// <summary>Trains in it: the run folder is prepared, the processes are started, shown, and taken down in order.</summary>
    /// <exception cref="DataException">Bad input: one line.</exception>
    /// <exception cref="FailedRunException">The run was given up.</exception>
    public async Task<RunResult> Train(TrainingRequest request, Action<RunEvent> onEvent, CancellationToken stop)
    {
        var configuration = TrainingRun.ConfigurationOf(request);
        var settings = RunSettings.From(configuration);
        // Input is checked before the run folder is made or emptied: what is refused leaves everything as it was.
        RunInputs.Load(settings);
        var location = RunSettings.From(request.Configuration).Run;
        using (var opened = RunFolder.Open(location.Folder, location.Name, request.Folder))
            if (!File.Exists(opened.Configuration)) AtomicFile.Write(opened.Configuration, configuration.Render());

        var folder = Path.Combine(location.Folder, location.Name);
        var secret = Path.Combine(folder, AdminSecret.FileName);
        AdminSecret.LoadOrCreate(secret);
        var children = Children(request.Configuration, location, folder, secret);
        onEvent(new RunEvent.Notice($"the coordinator answers at {children.First(c => c.Role == NodeRoles.Coordinator).Http}"));
        if (IdleRollouts(settings, Rollouts) is { } idle) onEvent(new RunEvent.Notice(idle));
        using var supervisor = new Supervisor(children, settings.Supervision, location.Name, folder, secret, request.Time, onEvent);
        return (await supervisor.Run(stop)).OrThrow();
    }

    /// <summary>What to say where there are more rollout nodes than leases at a time; null where each can have one. Leases are whole units, whoever asks: the same numbers on any cluster.</summary>
    internal static string? IdleRollouts(RunSettings settings, int rollouts)
    {
        var (groups, lease) = (settings.Learner.PromptsPerBatch * (1 + settings.MaxStaleness), settings.Rollout.GroupsPerLease);
        var leases = (groups + lease - 1) / lease;
        return rollouts <= leases
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{leases} of {rollouts} rollout nodes have work at a time: {groups} groups are under way, in leases of {lease}; more leases: --set rollout.groups-per-lease={Math.Max(1, groups / rollouts)}");
    }

    private ImmutableArray<ChildSpec> Children(RunConfiguration given, RunSection location, string folder, string secret)
    {
        // A file belongs to the run; what is about the processes is told to each.
        ImmutableArray<string> sets = [.. TelemetrySettings.From(given).Sets, .. Sets];
        var names = new List<(string Name, string Role)> { ("coordinator", NodeRoles.Coordinator), ("learner", NodeRoles.Learner) };
        names.AddRange(Enumerable.Range(1, Rollouts).Select(i => ($"rollout-{i}", NodeRoles.Rollout)));
        names.AddRange(Enumerable.Range(1, Rewards).Select(i => ($"reward-{i}", NodeRoles.Reward)));
        var ports = FreePorts.Take(2 * names.Count);
        return [.. names.Select((node, i) => Child(node.Name, node.Role, ports[2 * i], ports[2 * i + 1], location, folder, secret, sets))];
    }

    private ChildSpec Child(string name, string role, int port, int httpPort, RunSection location, string folder, string secret, ImmutableArray<string> sets)
    {
        var publicPort = Front?.Invoke(name, port) ?? port;
        return new ChildSpec(
            name,
            role,
            publicPort,
            httpPort,
            [
                "--role", role,
                "--name", name,
                "--port", FormattableString.Invariant($"{port}"),
                .. publicPort == port ? Array.Empty<string>() : ["--public-port", FormattableString.Invariant($"{publicPort}")],
                WebSettings.Option, FormattableString.Invariant($"127.0.0.1:{httpPort}"),
                "--secret-file", secret,
                // All start at once, and a busy machine takes its time.
                "--join-within", "5m",
                "--log", Path.Combine(folder, RunFolder.LogFolder, name + ".log"),
                .. role == NodeRoles.Coordinator ? ["--run", location.Name] : Array.Empty<string>(),
                "--set", $"run.folder={ConfigurationOptions.Quoted(location.Folder)}",
                .. sets.SelectMany(set => (string[])["--set", set]),
            ]);
    }
}
