using System.CommandLine;
using ToolZero.Actors.Supervised;
using ToolZero.Cli.Hosting;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero sft</c>: supervised training on the reference calls, to be compared with reinforcement on the same data and budget.</summary>
internal static class SftCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new TrainingOptions();
        var tokens = new Option<long>("--tokens") { Description = "End after the step that reaches this many trained tokens; 0 = --steps decides alone.", HelpName = "N" };
        var command = new Command("sft", "Train on the reference calls themselves (supervised), with the settings, data and run folder of train.");
        options.AddTo(command);
        command.Options.Add(tokens);
        command.Validators.Add(result =>
        {
            if (result.GetValue(tokens) < 0) result.AddError("--tokens: expected a whole number from 0");
        });
        command.SetAction(async (parsed, _) =>
        {
            var request = options.Request(parsed, context);
            if (options.IsDryRun(parsed)) return TrainPlan.Write(context.Out, request.Configuration, context.Stop);
            var budget = parsed.GetValue(tokens);
            return await new TrainingFrontEnd("sft", (r, onEvent, stop) => SupervisedRun.Run(r, budget, onEvent, stop)).Run(context, request, options.Style(parsed, context));
        });
        return command;
    }
}
