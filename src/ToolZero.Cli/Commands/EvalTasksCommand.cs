using System.Collections.Immutable;
using System.CommandLine;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.Evaluation;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Charts;
using ToolZero.Core.Data;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero eval sealtools|apibank|toolrl</c>: a model answers a data set, function and parameter F1 are counted.</summary>
internal static class EvalTasksCommand
{
    /// <param name="context">Where to write.</param>
    /// <param name="name">Of the command and of its files.</param>
    /// <param name="title">The data set.</param>
    /// <param name="evaluated">The file that is taken when a folder is given.</param>
    public static Command Create(CommandContext context, string name, string title, string evaluated)
    {
        var model = ModelOptions.Model("Model folder, checkpoint or run folder");
        var data = new Option<string>("--data") { Description = $"A file of {title}, or the folder with {evaluated}.", HelpName = "PATH", Required = true };
        var limit = EvaluationOptions.Limit("Only the first N tasks.");
        var shownName = BfclOptions.Name();
        var output = EvaluationOptions.Out("evaluation", "result/MODEL and score/MODEL");
        var json = DataOptions.Json();
        var configuration = EvaluationOptions.Configuration();
        var command = new Command(name, $"Answer tasks of {title} and count functions and parameters (F1); a second call goes on.") { model, data, limit, shownName, output, json };
        configuration.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var folder = ModelFolder.Resolve(parsed.GetRequiredValue(model));
            var settings = EvaluationOptions.Settings(configuration, parsed, folder);
            var path = parsed.GetRequiredValue(data);
            if (Directory.Exists(path)) path = Path.Combine(path, evaluated);
            var dataset = DatasetLoader.Load(path);
            foreach (var row in dataset.Refused) await context.Error.WriteLineAsync($"refused {row}");
            var tasks = dataset.Tasks.Take(parsed.GetValue(limit) ?? int.MaxValue).ToImmutableArray();
            var shown = parsed.GetValue(shownName) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
            var root = parsed.GetRequiredValue(output);
            var inputs = RunInputs.LoadHeldOut(settings);
            var file = $"{name}_{dataset.Name}_result.jsonl";

            using (var store = ResultStore.Open(ResultFolders.Results(root, shown), ResultSettings.Of(settings, folder)))
            {
                store.Load(file, path);
                var progress = new ProgressLine(context, "tasks", tasks.Count(t => store.Has(t.Id)), tasks.Length);
                using var weights = inputs.LoadWeights(null);
                await new AnswerRun(inputs.EvaluationEngine, settings.Rollout.Workers, store, (text, _) => new PyValue.Text(text))
                    .Answer(weights, tasks.Select(t => new Asked(t, file)), progress.Advance, context.Stop);
                progress.End();
                store.Sort(file, [.. dataset.Tasks.Select(t => t.Id)]);
            }

            var report = ToolUseReport.Of(Path.Combine(ResultFolders.Results(root, shown), file), tasks, inputs.Prompt.Calls);
            report.WriteWrong(Path.Combine(ResultFolders.Scores(root, shown), $"{name}_{dataset.Name}_score.jsonl"));
            if (parsed.GetValue(json)) await context.Out.WriteLineAsync(report.ToJson(shown));
            else report.Write(context.Out);
            await context.Error.WriteLineAsync($"{Figures.Whole(tasks.Length)} answers in {ResultFolders.Results(root, shown)}, scores in {ResultFolders.Scores(root, shown)}");
            return ExitCodes.Success;
        });
        return command;
    }
}
