using ToolZero.Cli.Hosting;

namespace ToolZero.Cli.Tests.Support;

/// <summary>Runs the program in this process and keeps what it said.</summary>
internal sealed record CommandRun(int Code, string Out, string Error)
{
    public static async Task<CommandRun> Of(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLineApp.Run(args, new CommandContext(output, error, TimeProvider.System, IsTerminal: false, CancellationToken.None));
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
