using System.CommandLine;
using System.Text.Json;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Charts;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero eval</c>: greedy answers to held-out tasks, counted.</summary>
internal static class EvalCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create(CommandContext context)
    {
        var model = new Argument<string>("model") { Description = "Model folder, checkpoint or run folder. Default: the shipped base model.", DefaultValueFactory = _ => ModelOptions.Shipped };
        var configuration = new ConfigurationOptions()
            .Text("--data", "data.evaluation", "Tasks: toolworld (held-out) or a path", "NAME|PATH")
            .Whole("--tasks", "evaluation.tasks", "How many tasks");
        var json = DataOptions.Json();
        var command = new Command("eval", "Answer held-out tasks greedily and count right answers, by category.")
        {
            model,
            EvalBfclCommand.Create(context),
            EvalTasksCommand.Create(context, "sealtools", "Seal-Tools", "test_out_domain.jsonl"),
            EvalTasksCommand.Create(context, "apibank", "API-Bank", "lv3-api-train.json"),
            EvalTasksCommand.Create(context, "toolrl", "ToolRL", "rlla_4k_test.jsonl"),
        };
        configuration.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, _) =>
        {
            var folder = ModelFolder.Resolve(parsed.GetRequiredValue(model));
            var settings = RunSettings.From(configuration.Load(parsed, "model.path=" + ConfigurationOptions.Quoted(folder)));
            var inputs = RunInputs.LoadHeldOut(settings);
            foreach (var notice in inputs.Notices) await context.Error.WriteLineAsync(notice);
            if (inputs.HeldOut.IsEmpty) throw new Core.Data.DataException("evaluation.tasks = 0: give --tasks with at least 1");
            var start = context.Time.GetTimestamp();
            using var weights = inputs.LoadWeights(null);
            var result = await new Evaluator(inputs.EvaluationEngine, inputs.Reward, settings.Rollout.Workers).Run(weights, inputs.HeldOut, context.Stop);
            var seconds = context.Time.GetElapsedTime(start).TotalSeconds;
            if (parsed.GetValue(json))
            {
                await context.Out.WriteLineAsync(JsonSerializer.Serialize(
                    new { model = folder, data = settings.Data.Evaluation, result.Success, result.Format, result.Truncation, result.Tasks, result.ByCategory, seconds }, Json));
                return ExitCodes.Success;
            }

            await context.Out.WriteLineAsync($"success {Figures.Percent(result.Success)}  format {Figures.Percent(result.Format)}  truncated {Figures.Percent(result.Truncation)}  {result.Tasks} tasks in {Figures.Duration(TimeSpan.FromSeconds(seconds))}  {folder}");
            foreach (var (category, success) in result.ByCategory) await context.Out.WriteLineAsync($"  {category,-20} {Figures.Percent(success),8}");
            return ExitCodes.Success;
        });
        return command;
    }
}
