using System.CommandLine;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;
using ToolZero.Web.Health;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero health</c>: asks a node how it is. The health check of the images.</summary>
internal static class HealthCommand
{
    public static Command Create(CommandContext context)
    {
        var question = new Argument<string>("question") { Description = $"One of {string.Join(", ", HealthProbe.Questions)}. Default live.", HelpName = "QUESTION", DefaultValueFactory = _ => "live" };
        var at = new Option<string>("--at") { Description = $"Where the node answers (node --http). Default {HealthProbe.Usual.GetLeftPart(UriPartial.Authority)}.", HelpName = "URL" };
        var command = new Command("health", "Ask a node how it is: exit code 0 when it is green, 1 with the reason when it is not.") { question, at };
        command.SetAction(async (parsed, _) =>
        {
            var (asked, node) = (parsed.GetRequiredValue(question), Address(parsed.GetValue(at)));
            if (await HealthProbe.Ask(node, asked) is { } reason) throw new FailedRunException($"{node.GetLeftPart(UriPartial.Authority)}: {asked} is red: {reason}");
            await context.Out.WriteLineAsync($"{node.GetLeftPart(UriPartial.Authority)}: {asked} is green");
            return ExitCodes.Success;
        });
        return command;
    }

    private static Uri Address(string? given)
    {
        if (given is null) return HealthProbe.Usual;
        return Uri.TryCreate(given, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", PathAndQuery: "/" }
            ? url
            : throw new DataException($"--at {given}: expected http:// or https:// with host and port, such as {HealthProbe.Usual.GetLeftPart(UriPartial.Authority)}");
    }
}
