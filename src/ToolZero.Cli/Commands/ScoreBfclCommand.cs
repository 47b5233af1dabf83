using System.CommandLine;
using ToolZero.Cli.Evaluation;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;
using ToolZero.Core.Evaluation.Bfcl;
using ToolZero.Core.Evaluation.Bfcl.Scoring;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero score bfcl</c>: the leaderboard's verdict on a file or folder of results.</summary>
internal static class ScoreBfclCommand
{
    public static Command Create(CommandContext context)
    {
        var results = new Argument<string>("results") { Description = "JSON Lines of {id, result}, or a folder with *_result.json files." };
        var data = BfclOptions.Data();
        var categories = BfclOptions.Categories();
        var name = BfclOptions.Name();
        var functionCalling = new Option<bool>("--function-calling") { Description = "The model calls through an interface: text results are prose, not calls." };
        var underscores = new Option<bool>("--underscore-to-dot") { Description = "The model's interface writes underscores for the dots of function names." };
        var output = new Option<string?>("--out") { Description = "Folder for score files in the leaderboard's layout, score/MODEL/…; none by default.", HelpName = "DIR" };
        var json = DataOptions.Json();
        var command = new Command("bfcl", "Score results by the Berkeley Function Calling Leaderboard's single-turn check.")
        {
            results, data, categories, name, functionCalling, underscores, output, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            var path = parsed.GetRequiredValue(results);
            var model = parsed.GetValue(name) ?? ResultFolders.ModelOf(path);
            var questions = new BfclQuestionSet(parsed.GetRequiredValue(data));
            var judge = new BfclJudge(questions, new BfclJudgeSettings(parsed.GetValue(functionCalling), parsed.GetValue(underscores)));
            using var files = parsed.GetValue(output) is { } folder ? new BfclScoreFiles(folder, model) : null;
            var chosen = BfclOptions.Chosen(parsed.GetRequiredValue(categories));
            var scores = judge.Judge(path, id => BfclCategories.OfId(id) is not { } category || chosen.Contains(category), judgement =>
            {
                context.Stop.ThrowIfCancellationRequested();
                files?.Add(judgement);
            });
            var skipped = judge.Skipped.ToString();
            if (scores.IsEmpty) throw new DataException($"{path}: holds no result of the chosen categories{(skipped.Length == 0 ? "" : $"; {skipped} of categories that are not single-turn left out")}");
            files?.Complete(scores);
            var summary = new BfclSummary(scores);
            if (parsed.GetValue(json)) await context.Out.WriteLineAsync(BfclTable.ToJson(model, summary));
            else BfclTable.Write(context.Out, summary);
            foreach (var score in scores.Where(s => s.Total < questions.Of(s.Category).Length))
                await context.Error.WriteLineAsync($"{score.Category.Name}: {score.Total} of {questions.Of(score.Category).Length} questions are answered; the accuracy is of these");
            if (skipped.Length > 0) await context.Error.WriteLineAsync($"{skipped} of categories that are not single-turn left out");
            if (files is not null) await context.Error.WriteLineAsync($"score files: {files.Folder}");
            return ExitCodes.Success;
        });
        return command;
    }
}
