using System.CommandLine;
using System.Text;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Evaluation.Bfcl;
using ToolZero.Core.Evaluation.Bfcl.Scoring;
using ToolZero.Core.Evaluation.Results;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero score bfcl-reference</c>: writes a right answer to every question, to show that the check can be passed.</summary>
internal static class ScoreBfclReferenceCommand
{
    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("file") { Description = "File to write: JSON Lines of {id, result}." };
        var data = BfclOptions.Data();
        var categories = BfclOptions.Categories();
        var command = new Command("bfcl-reference", "Write reference answers for score bfcl, made from the leaderboard's possible answers.") { file, data, categories };
        command.SetAction(async (parsed, _) =>
        {
            var questions = new BfclQuestionSet(parsed.GetRequiredValue(data));
            var written = 0;
            AtomicFile.Write(parsed.GetRequiredValue(file), to =>
            {
                foreach (var question in BfclOptions.Chosen(parsed.GetRequiredValue(categories)).SelectMany(c => questions.Of(c)))
                {
                    to.Write(Encoding.UTF8.GetBytes(ResultWriter.Line(BfclReference.Of(question)) + "\n"));
                    written++;
                }
            });
            await context.Out.WriteLineAsync($"{written} reference answers in {parsed.GetRequiredValue(file)}; no answer is right for {string.Join(", ", BfclReference.Unsatisfiable)}");
            return ExitCodes.Success;
        });
        return command;
    }
}
