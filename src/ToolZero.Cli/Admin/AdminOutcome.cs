using ToolZero.Actors.Admin;
using ToolZero.Cli.Hosting;

namespace ToolZero.Cli.Admin;

/// <summary>What became of a command, for people, programs and shells.</summary>
/// <param name="Code">Exit code of the process.</param>
/// <param name="Word">The <c>outcome</c> of <c>--json</c>.</param>
/// <param name="Line">One line for people.</param>
internal sealed record AdminOutcome(int Code, string Word, string Line)
{
    public static AdminOutcome Of(AdminResult result, TimeSpan timeout) => result switch
    {
        AdminResult.Replied { Reply: OperatorReply.Applied applied } => new AdminOutcome(ExitCodes.Success, "applied", Applied(applied)),
        AdminResult.Replied { Reply: OperatorReply.Answered } => new AdminOutcome(ExitCodes.Success, "answered", ""),
        AdminResult.Replied { Reply: OperatorReply.Refused refused } => new AdminOutcome(ExitCodes.Failed, "refused", $"refused: {refused.Reason}{DidYouMean(refused.DidYouMean)}"),
        AdminResult.Replied { Reply: OperatorReply.Overdue overdue } => new AdminOutcome(
            ExitCodes.Overdue,
            "overdue",
            $"not applied within {timeout.TotalSeconds:0.#} s: it waits for {overdue.WaitingFor}. It stays in force: toolzero admin audit  will say how it ended"),
        AdminResult.Denied { Kind: DenialKind.WrongSecret } denied => new AdminOutcome(
            ExitCodes.BadInput, "denied", $"denied: {denied.Reason}; name the right one with --secret-file or {AdminSecret.Variable}"),
        AdminResult.Denied { Kind: DenialKind.Busy } denied => new AdminOutcome(ExitCodes.Failed, "denied", $"denied: {denied.Reason}"),
        AdminResult.Denied denied => new AdminOutcome(ExitCodes.BadInput, "denied", $"denied: {denied.Reason}"),
        AdminResult.Unreachable unreachable => new AdminOutcome(
            ExitCodes.BadInput, "unreachable", $"no cluster answers: {unreachable.Reason}; name a node with --cluster HOST:PORT, or start one with  toolzero up"),
        AdminResult.Silent silent => new AdminOutcome(ExitCodes.Overdue, "silent", silent.Reason),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "no outcome"),
    };

    public static string DidYouMean(string name) => name.Length == 0 ? "" : $"; did you mean {name}?";

    private static string Applied(OperatorReply.Applied applied)
    {
        var change = applied.Before.Length == 0 || applied.Before == applied.After ? applied.After : $"{applied.Before} → {applied.After}";
        return $"applied at step {applied.Step}{(change.Length == 0 ? "" : ": " + change)}";
    }
}
