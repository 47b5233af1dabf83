using System.Runtime.InteropServices;

namespace ToolZero.Cli.Hosting;

/// <summary>Ctrl-C and SIGTERM: the first asks for an orderly stop, the second ends the process as the system does.</summary>
internal static class StopSignals
{
    private static readonly List<PosixSignalRegistration> Registrations = [];

    /// <summary>A token that the first signal cancels.</summary>
    public static CancellationToken Listen()
    {
        var stop = new CancellationTokenSource();
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            Registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = !stop.IsCancellationRequested;
                stop.Cancel();
            }));
        }

        return stop.Token;
    }
}
