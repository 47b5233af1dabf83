using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Core.Rollouts;
using Command = ToolZero.Actors.Admin.OperatorCommand;
using Reply = ToolZero.Actors.Admin.OperatorReply;
using Run = ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Admin;

/// <summary>
/// Carries out what operators command: asks coordinator and nodes, and answers when the effect is there. Each call is a task of its own; it says
/// what it waits for.
/// </summary>
internal sealed class Operations(AdminServices services, ICanTell run)
{
    /// <summary>An operator waits less; this bounds how long the audit trail waits for the outcome.</summary>
    public static readonly TimeSpan Longest = OperatorRequest.Timeouts.Most;

    private readonly NodeOperations _nodes = new(services, run);

    /// <summary>Carries the command out.</summary>
    /// <param name="command">No query.</param>
    /// <param name="by">Who gives it.</param>
    /// <param name="waitsFor">Told whenever it waits for something else.</param>
    public Task<Reply> Carry(OperatorCommand command, string by, Action<string> waitsFor) => command switch
    {
        Command.Pause => Order(Run.Pause.Instance),
        Command.Resume => Order(Run.Resume.Instance),
        Command.Checkpoint => Order(Run.Checkpoint.Instance),
        Command.Rollback rollback => Order(new Run.Rollback(rollback.Step)),
        Command.Set set => Order(new Run.SetValue(set.Key, set.Value)),
        Command.Stop => Order(new Run.Drain($"stopped by {by}")),
        Command.Drain { Target.Length: 0 } => Order(new Run.Drain($"drained by {by}")),
        Command.Quarantine quarantine => Quarantined(quarantine, waitsFor),
        Command.Drain drain => _nodes.Drain(drain.Target, waitsFor),
        Command.Remove remove => _nodes.Remove(remove.Worker, waitsFor),
        Command.Add add => _nodes.Add(add, waitsFor),
        Command.Scale { Role: ScalePlan.Reward } scale => _nodes.ScaleRewards(scale.Count),
        Command.Scale scale => _nodes.ScaleRollouts(scale.Count, waitsFor),
        _ => Task.FromResult<Reply>(new Reply.Refused($"{command.Text} is not carried out by this release")),
    };

    private async Task<Reply> Order(object command)
    {
        var result = await run.Ask<Run.CommandResult>(command, Longest);
        return result.Accepted ? new Reply.Applied(result.Step, result.Before, Joined(result.After, result.Reason)) : new Reply.Refused(result.Reason);
    }

    private async Task<Reply> Quarantined(Command.Quarantine command, Action<string> waitsFor)
    {
        var report = await run.Ask<Run.QuarantineReport>(Run.GetQuarantine.Instance, services.Longest);
        var known = report.Groups.Select(g => g.Id).ToImmutableArray();
        ImmutableArray<GroupId> groups = command.Groups.IsEmpty ? known : [.. command.Groups.Select(g => new GroupId(g))];
        if (groups.IsEmpty) return new Reply.Refused("no group is in quarantine");
        var unknown = groups.Except(known).ToList();
        if (unknown.Count > 0) return WorkerNames.Unknown("quarantined group", unknown[0].ToString(), known.Select(g => g.ToString()));
        var step = 0L;
        for (var i = 0; i < groups.Length; i++)
        {
            waitsFor($"{groups[i]}, {i} of {groups.Length} are done");
            object message = command.Action == QuarantineAction.Retry ? new Run.RetryQuarantined(groups[i]) : new Run.DropQuarantined(groups[i]);
            var result = await run.Ask<Run.CommandResult>(message, Longest);
            if (!result.Accepted) return new Reply.Refused($"{groups[i]}: {result.Reason}; {i} of {groups.Length} are done");
            step = result.Step;
        }

        return new Reply.Applied(step, $"{known.Length} in quarantine", $"{known.Length - groups.Length} in quarantine");
    }

    private static string Joined(string after, string reason) => reason.Length == 0 ? after : after.Length == 0 ? reason : $"{after} ({reason})";
}
