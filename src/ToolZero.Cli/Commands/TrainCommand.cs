using System.CommandLine;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.Hosting;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero train</c>: the main job.</summary>
internal static class TrainCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new TrainingOptions();
        var command = new Command("train", "Train a policy: evaluate the base model, train, evaluate again, write the run folder and its report.");
        options.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var request = options.Request(parsed, context);
            return options.IsDryRun(parsed)
                ? TrainPlan.Write(context.Out, request.Configuration, context.Stop)
                : await new TrainingFrontEnd("train", TrainingRun.Run).Run(context, request, options.Style(parsed, context));
        });
        return command;
    }
}
