using System.Collections.Immutable;
using System.CommandLine;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.Evaluation;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Charts;
using ToolZero.Core.Evaluation.Bfcl;
using ToolZero.Core.Evaluation.Bfcl.Decoding;
using ToolZero.Core.Evaluation.Bfcl.Scoring;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero eval bfcl</c>: a model answers the leaderboard's single-turn questions and is scored.</summary>
internal static class EvalBfclCommand
{
    public static Command Create(CommandContext context)
    {
        var model = ModelOptions.Model("Model folder, checkpoint or run folder");
        var data = BfclOptions.Data();
        var categories = BfclOptions.Categories();
        var limit = EvaluationOptions.Limit("Only the first N questions of each category.");
        var name = BfclOptions.Name();
        var output = EvaluationOptions.Out("bfcl", "result/MODEL and score/MODEL");
        var json = DataOptions.Json();
        var configuration = EvaluationOptions.Configuration();
        var command = new Command("bfcl", "Answer the Berkeley Function Calling Leaderboard's single-turn questions and score the answers; a second call goes on.")
        {
            model, data, categories, limit, name, output, json,
        };
        configuration.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var folder = ModelFolder.Resolve(parsed.GetRequiredValue(model));
            var settings = EvaluationOptions.Settings(configuration, parsed, folder);
            var title = parsed.GetValue(name) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
            var root = parsed.GetRequiredValue(output);
            var source = parsed.GetRequiredValue(data);
            var questions = new BfclQuestionSet(source);
            var chosen = BfclOptions.Chosen(parsed.GetRequiredValue(categories));
            var asked = chosen.SelectMany(c => questions.Of(c).Take(parsed.GetValue(limit) ?? int.MaxValue)).ToImmutableArray();
            var inputs = RunInputs.LoadHeldOut(settings);

            using (var store = ResultStore.Open(ResultFolders.Results(root, title), ResultSettings.Of(settings, folder)))
            {
                foreach (var category in chosen) store.Load(FileOf(category), Path.Combine(source, category.QuestionFile));
                var progress = new ProgressLine(context, "questions", asked.Count(q => store.Has(q.Id)), asked.Length);
                using var weights = inputs.LoadWeights(null);
                var format = inputs.Prompt.Calls;
                await new AnswerRun(inputs.EvaluationEngine, settings.Rollout.Workers, store, (_, reading) => CompletionResult.Of(format, reading))
                    .Answer(weights, asked.Select(q => new Asked(q.Task, FileOf(q.Category))), progress.Advance, context.Stop);
                progress.End();
                foreach (var category in chosen) store.Sort(FileOf(category), [.. questions.Of(category).Select(q => q.Id)]);
            }

            var scores = Score(root, title, questions, asked);
            if (parsed.GetValue(json)) await context.Out.WriteLineAsync(BfclTable.ToJson(title, new BfclSummary(scores)));
            else BfclTable.Write(context.Out, new BfclSummary(scores));
            await context.Error.WriteLineAsync($"{Figures.Whole(asked.Length)} answers in {ResultFolders.Results(root, title)}, scores in {ResultFolders.Scores(root, title)}");
            return ExitCodes.Success;
        });
        return command;
    }

    private static string FileOf(BfclCategory category) => Path.Combine(category.Group, category.ResultFile);

    private static ImmutableArray<BfclScore> Score(string root, string model, BfclQuestionSet questions, ImmutableArray<BfclQuestion> asked)
    {
        using var files = new BfclScoreFiles(root, model);
        var ids = asked.Select(q => q.Id).ToHashSet(StringComparer.Ordinal);
        var scores = new BfclJudge(questions, BfclJudgeSettings.Default).Judge(ResultFolders.Results(root, model), ids.Contains, files.Add);
        files.Complete(scores);
        return scores;
    }
}
