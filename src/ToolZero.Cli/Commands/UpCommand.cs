using System.CommandLine;
using ToolZero.Cli.Cluster;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero up</c>: trains in a cluster of processes on this machine.</summary>
internal static class UpCommand
{
    private const int MaxNodes = 256;

    public static Command Create(CommandContext context)
    {
        var rollouts = new Option<int>("--rollout") { Description = "Rollout nodes. Default 2.", HelpName = "N", DefaultValueFactory = _ => 2 };
        var rewards = new Option<int>("--reward") { Description = "Reward nodes. Default 1.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var options = new TrainingOptions();
        var command = new Command("up", "Train in a cluster of processes on this machine: a coordinator, a learner, rollout and reward nodes.") { rollouts, rewards };
        options.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            foreach (var option in new[] { rollouts, rewards })
                if (parsed.GetValue(option) is not (> 0 and <= MaxNodes) and var wrong) throw new DataException($"{option.Name} {wrong}: expected 1 to {MaxNodes}");
            var request = options.Request(parsed, context);
            if (options.IsDryRun(parsed)) return TrainPlan.Write(context.Out, request.Configuration, context.Stop);
            var cluster = new LocalCluster(parsed.GetValue(rollouts), parsed.GetValue(rewards), options.OwnSets(parsed));
            return await new TrainingFrontEnd("up", cluster.Train).Run(context, request, options.Style(parsed, context));
        });
        return command;
    }
}
