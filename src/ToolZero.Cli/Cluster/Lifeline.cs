using System.Runtime.InteropServices;
using ToolZero.Cli.Hosting;

namespace ToolZero.Cli.Cluster;

/// <summary>
/// Standard input of a supervised process: commands of the one that started it, one per line. When it ends, that process is gone, and this one
/// must not outlive it.
/// </summary>
internal sealed class Lifeline : IDisposable
{
    /// <summary>The run drains to a checkpoint and ends; on its coordinator.</summary>
    public const string DrainWord = "drain";

    /// <summary>The node drains and leaves.</summary>
    public const string LeaveWord = "leave";

    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _leave = new();

    private readonly PosixSignalRegistration _term;

    public Lifeline()
    {
        // Ctrl-C goes to all processes of a terminal: the one that supervises decides what it means. SIGTERM is meant for this one.
        _term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            _leave.Cancel();
        });
        var thread = new Thread(Listen) { IsBackground = true, Name = "lifeline" };
        thread.Start();
    }

    public CancellationToken Drain => _drain.Token;

    public CancellationToken Leave => _leave.Token;

    public void Dispose()
    {
        _term.Dispose();
        _drain.Dispose();
        _leave.Dispose();
    }

    private void Listen()
    {
        while (Console.In.ReadLine() is { } line)
        {
            if (line == DrainWord) _drain.Cancel();
            else if (line == LeaveWord) _leave.Cancel();
        }

        Environment.Exit(ExitCodes.Failed);
    }
}
