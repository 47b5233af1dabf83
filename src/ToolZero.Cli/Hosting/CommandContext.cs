namespace ToolZero.Cli.Hosting;

/// <summary>What commands speak to: the console, or writers of a test.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Everything else that a user should read.</param>
/// <param name="Time">Clock.</param>
/// <param name="IsTerminal">Results go to a terminal that can be redrawn.</param>
/// <param name="Stop">Cancelled by the first Ctrl-C.</param>
public sealed record CommandContext(TextWriter Out, TextWriter Error, TimeProvider Time, bool IsTerminal, CancellationToken Stop)
{
    /// <summary>The process's own console and signals.</summary>
    public static CommandContext OfConsole() => new(
        Console.Out,
        Console.Error,
        TimeProvider.System,
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
        StopSignals.Listen());
}
