using System.Collections.Immutable;
using System.CommandLine;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Hosting;
using ToolZero.Cli.Admin;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero admin</c>: asks and commands a running cluster from outside.</summary>
internal static class AdminCommand
{
    private static readonly KeyKind.Duration Timeouts = new(OperatorRequest.Timeouts.Least, OperatorRequest.Timeouts.Most);

    public static Command Create(CommandContext context)
    {
        var options = new AdminOptions();
        var command = new Command("admin", "Ask a running cluster what it does, and command it: pause, drain, scale, checkpoint, set a rate …");
        options.AddTo(command);
        foreach (var verb in AdminVerbs.All) command.Subcommands.Add(Verb(verb, options, context));
        command.SetAction(_ =>
        {
            AdminHelp.Write(context.Out);
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command Verb(AdminVerb verb, AdminOptions options, CommandContext context)
    {
        var words = new Argument<string[]>("words") { Description = $"{verb.Usage}, such as: {verb.Example}", HelpName = verb.Arguments, Arity = ArgumentArity.ZeroOrMore };
        var watch = new Option<bool>("--watch") { Description = "Show it again every second until Ctrl-C." };
        var command = new Command(verb.Name, verb.Summary);
        if (verb.Arguments.Length > 0) command.Arguments.Add(words);
        if (IsWatchable(verb)) command.Options.Add(watch);
        options.AddChecksTo(command);
        command.SetAction(async (parsed, _) =>
        {
            ImmutableArray<string> typed = [verb.Name, .. verb.Arguments.Length > 0 ? parsed.GetValue(words) ?? [] : []];
            if (AdminVerbs.Read(typed) is AdminReading.Fault fault) throw new DataException($"{fault.Problem}{AdminOutcome.DidYouMean(fault.DidYouMean)}");
            var timeout = options.Timeout(parsed, Timeouts);
            var target = AdminTarget.Find(options.Cluster(parsed), options.Run(parsed), options.Runs(parsed), options.SecretFile(parsed));
            await using var client = target.Connect(options.Operator(parsed), AdminTransport.Of(options.Tls(parsed)), context.Time);
            var session = new AdminSession(context, options.Json(parsed), client.Send);
            return IsWatchable(verb) && parsed.GetValue(watch)
                ? await session.Watch(typed, timeout)
                : await session.Give(typed, timeout);
        });
        return command;
    }

    private static bool IsWatchable(AdminVerb verb) => AdminVerbs.Read([verb.Name]) is AdminReading.Command { Value: OperatorCommand.Show };
}
