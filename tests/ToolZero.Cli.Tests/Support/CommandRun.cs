using ToolZero.Cli.Hosting;

namespace ToolZero.Cli.Tests.Support;

/// <summary>Runs the program in this process and keeps what it said.</summary>
internal sealed record CommandRun(int Code, string Out, string Error)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    public static Task<CommandRun> Of(params string[] args) => Of(CancellationToken.None, args);

    /// <param name="stop">Stands for Ctrl-C.</param>
    /// <param name="args">The command line.</param>
    public static async Task<CommandRun> Of(CancellationToken stop, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CommandContext(output, error, TimeProvider.System, IsTerminal: false, stop);
        var code = await CommandLineApp.Run(args, context).WaitAsync(Longest, CancellationToken.None);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
