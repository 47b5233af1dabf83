using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ToolZero.Actors.Replay;
using ToolZero.Cli.Hosting;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero replay</c>: the journal of a run leads to its weights.</summary>
internal static class ReplayCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("run") { Description = "Run folder: runs/NAME. It is only read; the run may be going on." };
        var from = new Option<long?>("--from") { Description = "Checkpoint to begin with; 0 is the base model. Default: the earliest from which all trajectories are kept (ledger.keep-payloads).", HelpName = "STEP" };
        var json = DataOptions.Json();
        var command = new Command("replay", "Train the journalled batches of a run once more and compare the weights. Exit code 0: the same bits; 1: others.") { folder, from, json };
        command.SetAction(async (parsed, _) =>
        {
            var isJson = parsed.GetValue(json);
            var result = await JournalReplay.Run(
                parsed.GetRequiredValue(folder),
                parsed.GetValue(from),
                check =>
                {
                    if (!isJson) context.Out.WriteLine(Line(check));
                },
                context.Stop);
            await context.Out.WriteLineAsync(isJson ? JsonSerializer.Serialize(result, Json) : Verdict(result));
            return result.Matches ? ExitCodes.Success : ExitCodes.Failed;
        });
        return command;
    }

    private static string Line(ReplayCheck check) => check.Matches
        ? string.Create(CultureInfo.InvariantCulture, $"step {check.Step}: the same weights, {check.Replayed}{(check.Stored is null ? " (its checkpoint is not kept)" : "")}")
        : string.Create(CultureInfo.InvariantCulture, $"step {check.Step}: OTHER WEIGHTS, the journal gives {check.Replayed}, the run recorded {check.Recorded}, its checkpoint has {check.Stored ?? "been removed"}");

    private static string Verdict(ReplayResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.To - result.From} steps from {(result.From == 0 ? "the base model" : $"checkpoint {result.From}")} replayed in {result.Seconds:0.0} s: {(result.Matches ? "the weights of the run, bit for bit" : "NOT the weights of the run")}");
}
