using System.Runtime.InteropServices;

namespace ToolZero.Cli.Hosting;

/// <summary>Signals. Ctrl-C and SIGTERM: the first asks for an orderly stop, the second ends the process as the system does.</summary>
internal static class StopSignals
{
    /// <summary>SIGXFSZ of Linux and macOS: a file would grow beyond the limit of the process.</summary>
    private const PosixSignal FileSizeLimit = (PosixSignal)25;

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

        // Without this the process dies; with it the write fails as on a full disk, and what can be saved is saved.
        if (!OperatingSystem.IsWindows()) Registrations.Add(PosixSignalRegistration.Create(FileSizeLimit, context => context.Cancel = true));
        return stop.Token;
    }
}
