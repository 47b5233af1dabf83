using System.Collections.Immutable;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Actors.Runs;

namespace ToolZero.Cli.Cluster;

/// <summary>Keeps the processes of a local cluster alive while the run goes on, hands on its events, and takes them down in order.</summary>
internal sealed class Supervisor : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FrozenLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, ChildProcess> _processes = [];
    private readonly Dictionary<string, DateTimeOffset> _due = [];
    private readonly string _run;
    private readonly string _folder;
    private readonly string _secret;
    private readonly TimeProvider _time;
    private readonly Action<RunEvent> _onEvent;
    private readonly EventTail _tail;
    private ImmutableSortedDictionary<string, Supervised> _children;
    private RunResult? _result;
    private bool _isDraining;

    public Supervisor(ImmutableArray<ChildSpec> specs, SupervisionSettings limits, string run, string folder, string secret, TimeProvider time, Action<RunEvent> onEvent)
    {
        (_run, _folder, _secret, _time, _onEvent, _tail) = (run, folder, secret, time, onEvent, new EventTail(folder));
        _children = specs.ToImmutableSortedDictionary(s => s.Name, s => new Supervised(s, new RestartBudget(limits)), StringComparer.Ordinal);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Runs to the end of the run; cancelled, the run drains to a checkpoint first.</summary>
    public async Task<RunResult> Run(CancellationToken stop)
    {
        foreach (var child in _children.Values) Start(child);
        while (_result is null)
        {
            foreach (var runEvent in _tail.Read()) Take(runEvent);
            if (stop.IsCancellationRequested && !_isDraining) Drain();
            foreach (var name in _processes.Keys.ToList()) Check(name);
            foreach (var name in _due.Where(d => d.Value <= Now).Select(d => d.Key).ToList()) Start(_children[name]);
            await Task.Delay(Look, _time, CancellationToken.None);
        }

        await TakeDown();
        foreach (var runEvent in _tail.Read()) Take(runEvent);
        return _result;
    }

    public void Dispose()
    {
        foreach (var process in _processes.Values)
        {
            process.Kill();
            process.Dispose();
        }

        ClusterFile.Delete(_folder);
    }

    private void Take(RunEvent runEvent)
    {
        if (runEvent is RunEvent.Ended ended) _result = ended.Result;
        _onEvent(runEvent);
    }

    /// <summary>The first start of the coordinator makes the cluster; all others join whoever is there.</summary>
    private void Start(Supervised child)
    {
        _due.Remove(child.Spec.Name);
        var isFirst = child.Spec.Role == NodeRoles.Coordinator && child.Starts == 0;
        var others = isFirst ? [] : _children.Values.Where(c => c.Spec != child.Spec).SelectMany(c => (string[])["--join", c.Spec.Address]);
        if (_processes.Remove(child.Spec.Name, out var old)) old.Dispose();
        var process = new ChildProcess(child.Spec.Start(others), Path.Combine(_folder, RunFolder.LogFolder, child.Spec.Name + ".out"));
        _processes[child.Spec.Name] = process;
        _children = _children.SetItem(child.Spec.Name, child with { Starts = child.Starts + 1 });
        if (_isDraining && child.Spec.Role == NodeRoles.Coordinator) process.Tell(Lifeline.DrainWord);
        WriteFile();
    }

    private void Check(string name)
    {
        var (process, child) = (_processes[name], _children[name]);
        if (!process.Ended.IsCompleted)
        {
            // What the system holds stopped is out of the cluster, and nobody else would end it.
            if (process.IsFrozen(FrozenLimit, Now)) process.Kill();
            return;
        }

        if (_due.ContainsKey(name)) return;
        var (next, verdict, wait) = child.Ended(process.ExitCode, Now);
        _children = _children.SetItem(name, next);
        switch (verdict)
        {
            case Verdict.Restart:
                _due[name] = Now + wait;
                _onEvent(new RunEvent.Notice($"{name} ended with code {process.ExitCode}{Said(process)}: it is started again"));
                break;
            case Verdict.BadInput:
                End(new RunEnd(RunPhase.Failed, Line(process), IsDataFault: true));
                break;
            default:
                Remove(name, verdict, process);
                break;
        }
    }

    private void Remove(string name, Verdict verdict, ChildProcess process)
    {
        var role = _children[name].Spec.Role;
        _processes.Remove(name);
        _children = _children.Remove(name);
        _onEvent(new RunEvent.Notice(verdict == Verdict.Left ? $"{name} has left" : $"{name} is given up: it ended again and again, at last with code {process.ExitCode}{Said(process)}"));
        if (!_children.Values.Any(c => c.Spec.Role == role))
            End(new RunEnd(verdict == Verdict.Left ? RunPhase.Stopped : RunPhase.Failed, $"no {role} is left{(verdict == Verdict.Left ? "" : $"; {name} ended with code {process.ExitCode}{Said(process)}")}"));
        process.Dispose();
        WriteFile();
    }

    /// <summary>The cluster cannot go on, and no coordinator will say so.</summary>
    private void End(RunEnd end)
    {
        foreach (var runEvent in _tail.Read()) Take(runEvent);
        _result ??= RunResult.NotBegun(end) with { Folder = _folder };
    }

    private void Drain()
    {
        _isDraining = true;
        foreach (var child in _children.Values.Where(c => c.Spec.Role == NodeRoles.Coordinator)) _processes[child.Spec.Name].Tell(Lifeline.DrainWord);
    }

    /// <summary>After the end of a run its nodes leave by themselves; those that do not are told to, and then ended.</summary>
    private async Task TakeDown()
    {
        var ended = Task.WhenAll(_processes.Values.Select(p => p.Ended));
        if (await Task.WhenAny(ended, Task.Delay(Patience / 2, _time, CancellationToken.None)) == ended) return;
        foreach (var process in _processes.Values) process.Tell(Lifeline.LeaveWord);
        await Task.WhenAny(ended, Task.Delay(Patience / 2, _time, CancellationToken.None));
    }

    private void WriteFile()
    {
        if (_children.Values.FirstOrDefault(c => c.Spec.Role == NodeRoles.Coordinator) is not { } coordinator) return;
        var nodes = _children.Values.Where(c => _processes.ContainsKey(c.Spec.Name))
            .Select(c => new ClusterFileNode(c.Spec.Name, c.Spec.Role, c.Spec.Address, c.Spec.Http, _processes[c.Spec.Name].Id, c.Starts));
        new ClusterFile(_run, coordinator.Spec.Address, coordinator.Spec.Http, _secret, Environment.ProcessId, [.. nodes]).Write(_folder);
    }

    private static string Said(ChildProcess process) => process.LastError.Length == 0 ? "" : $" ({Line(process)})";

    /// <summary>Its last line, without the name of the program, which this one puts before it.</summary>
    private static string Line(ChildProcess process)
    {
        const string Program = "toolzero: ";
        var line = process.LastError;
        return line.StartsWith(Program, StringComparison.Ordinal) ? line[Program.Length..] : line;
    }
}
