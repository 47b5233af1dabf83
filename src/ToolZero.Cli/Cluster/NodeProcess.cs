using ToolZero.Actors.Clustering;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;
using ToolZero.Web.Hosting;
using ToolZero.Web.Telemetry;

namespace ToolZero.Cli.Cluster;

/// <summary>A node as a process: its lines, its files, its exit code.</summary>
/// <param name="context">Console, clock, signals.</param>
/// <param name="settings">Where it is and what it does.</param>
/// <param name="local">What it decides for itself.</param>
/// <param name="request">The run, on a node with the role coordinator.</param>
/// <param name="web">Where it listens for HTTP; null = nowhere.</param>
/// <param name="isSupervised">Another process started it, shows the run, and writes commands to its standard input.</param>
internal sealed class NodeProcess(CommandContext context, NodeSettings settings, LocalConfiguration local, TrainingRequest? request, WebSettings? web, bool isSupervised) : INodeListener, IDisposable
{
    private RunArtifacts? _artifacts;
    private EventJournal? _journal;
    private bool _isMute;

    private string? Folder => request is null ? null : Path.Combine(Run(request).Folder, Run(request).Name);

    public async Task<int> Run()
    {
        if (Folder is { } folder) CheckInput(request!, folder);
        var log = settings.LogFile ?? (Folder is null ? null : Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, RunFolder.LogFolder)).FullName, settings.Name + ".log"));
        var plan = NodePlans.Create(settings with { LogFile = log, LogFormat = local.Telemetry.LogFormat }, local, request, context.Time) with { Companion = web is null ? null : Serve };
        using var lifeline = isSupervised ? new Lifeline() : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(isSupervised ? lifeline!.Leave : context.Stop);
        var exit = await ClusterNode.Run(plan with { Drain = lifeline?.Drain ?? CancellationToken.None }, this, stop.Token);
        _artifacts?.WriteReport();
        return await Conclude(exit);
    }

    public void Up(string address, int members) =>
        Say($"node {settings.Name} is up: {string.Join(", ", settings.Roles)} at {address}, {members} node{(members == 1 ? "" : "s")} in the cluster");

    /// <summary>What is only to be looked at must not end the run: an event that cannot be written is left out.</summary>
    public void Take(RunEvent runEvent)
    {
        if (Folder is not { } folder || !Directory.Exists(folder)) return;
        try
        {
            _journal ??= new EventJournal(folder);
            _journal.Append(runEvent);
            if (isSupervised) return;
            _artifacts ??= new RunArtifacts(folder, context.Time);
            _artifacts.Take(runEvent);
        }
        catch (IOException error)
        {
            if (!_isMute) context.Error.WriteLine($"toolzero: {folder}: events are not written until the disk takes them again ({error.Message})");
            _isMute = true;
            return;
        }

        _isMute = false;
    }

    public void Dispose() => _artifacts?.Dispose();

    private async Task<INodeCompanion> Serve(NodeSurroundings node)
    {
        OtlpVariables.Set(local.Telemetry);
        var host = await WebHost.Start(web!, node, Folder, context.Time);
        Say($"node {settings.Name} answers at {host.Address.AbsoluteUri.TrimEnd('/')}");
        return host;
    }

    private void Say(string line)
    {
        context.Out.WriteLine(line);
        context.Out.Flush();
    }

    private static RunSection Run(TrainingRequest request) => RunSettings.From(request.Configuration).Run;

    /// <summary>What is wrong with the input is said before anything is started or written.</summary>
    private static void CheckInput(TrainingRequest request, string folder)
    {
        var settings = RunSettings.From(TrainingRun.ConfigurationOf(request));
        RunInputs.Load(settings, InputParts.None);
        if (File.Exists(folder)) throw new DataException($"{folder}: is a file; choose another --name");
    }

    private async Task<int> Conclude(NodeExit exit)
    {
        switch (exit)
        {
            case { End: NodeEnd.Failed, IsDataFault: true }:
                throw new DataException(exit.Reason);
            case { End: NodeEnd.Failed }:
                throw new FailedRunException(exit.Result is null ? $"the node failed: {exit.Reason}" : $"the run failed: {exit.Reason}");
            case { End: NodeEnd.TakenOut }:
                throw new FailedRunException(exit.Reason);
            default:
                await context.Out.WriteLineAsync($"node {settings.Name} has left: {exit.Reason}");
                return ExitCodes.Success;
        }
    }
}
