using System.CommandLine;
using ToolZero.Cli.Hosting;
using ToolZero.Cli.Report;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero report</c>: writes report.html of a run folder anew.</summary>
internal static class ReportCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("run") { Description = "Run folder: runs/NAME." };
        var output = new Option<string?>("--out", "-o") { Description = "File to write. Default: report.html in the run folder.", HelpName = "FILE" };
        var command = new Command("report", "Write the report of a run: one HTML file without outside resources.") { folder, output };
        command.SetAction(parsed =>
        {
            var run = RunRecord.Read(parsed.GetRequiredValue(folder));
            var path = parsed.GetValue(output) ?? Path.Combine(parsed.GetRequiredValue(folder), RunReport.FileName);
            RunReport.Write(run, path);
            context.Out.WriteLine(path);
            return ExitCodes.Success;
        });
        return command;
    }
}
