using System.CommandLine;
using System.CommandLine.Invocation;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.Commands;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Hosting;

/// <summary>The command <c>toolzero</c>: parses, runs, and turns what goes wrong into one line and an exit code.</summary>
public static class CommandLineApp
{
    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> Run(string[] args, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(context);
        var parsed = Root(context).Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction)
        {
            await context.Error.WriteLineAsync($"toolzero: {ParseFault.Describe(parsed)}");
            return ExitCodes.BadInput;
        }

        try
        {
            // Signals are ours (StopSignals): no timeout after which a run in the middle of a checkpoint would be cut off.
            var invocation = new InvocationConfiguration
            {
                Output = context.Out,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, context.Stop);
        }
        catch (Exception error) when (Explain(error, context) is { } known)
        {
            await context.Error.WriteLineAsync($"toolzero: {known.Line.ReplaceLineEndings(" ")}");
            return known.Code;
        }
    }

    /// <summary>All commands. <c>test</c> is listed and belongs to the launcher.</summary>
    public static RootCommand Root(CommandContext context) => new("Trains tool-calling language models by pure reinforcement learning.")
    {
        TrainCommand.Create(context),
        SftCommand.Create(context),
        CompareCommand.Create(context),
        NodeCommand.Create(context),
        UpCommand.Create(context),
        DrillCommand.Create(context),
        HealthCommand.Create(context),
        EvalCommand.Create(context),
        ScoreCommand.Create(context),
        GenerateCommand.Create(context),
        PretrainCommand.Create(context),
        TokenizerCommand.Create(context),
        TokenizeCommand.Create(context),
        DataCommand.Create(context),
        ReportCommand.Create(context),
        ReplayCommand.Create(context),
        AdminCommand.Create(context),
        BenchCommand.Create(context),
        TestCommand.Create(context),
    };

    /// <summary>What went wrong, in one line; null for a fault of the program, which the runtime shows with its trace.</summary>
    private static (string Line, int Code)? Explain(Exception error, CommandContext context) => error switch
    {
        DataException => (error.Message, ExitCodes.BadInput),
        FailedRunException => (error.Message, ExitCodes.Failed),
        OperationCanceledException when context.Stop.IsCancellationRequested => ("stopped", ExitCodes.Interrupted),
        IOException or UnauthorizedAccessException => ($"{error.Message} Free space or choose another path.", ExitCodes.BadInput),
        _ => null,
    };
}
