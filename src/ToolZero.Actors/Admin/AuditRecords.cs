namespace ToolZero.Actors.Admin;

/// <summary>How far a command has come. The numbers are stored: never change one.</summary>
public enum AuditOutcome
{
    /// <summary>Accepted and under way; the last word of a command when the coordinator died in the middle of it.</summary>
    Requested = 0,

    Applied = 1,

    Refused = 2,

    /// <summary>Its operator was told that it takes longer; it stays in force.</summary>
    Overdue = 3,

    /// <summary>Not signed with the secret, replayed, or no command at all.</summary>
    Denied = 4,
}

/// <summary>One line of the audit trail.</summary>
/// <param name="At">When.</param>
/// <param name="Request">Id of the command: its lines have the same.</param>
/// <param name="Operator">Name that the operator gave.</param>
/// <param name="Address">Where the command came from, as remoting knows it.</param>
/// <param name="Command">The command as it was typed.</param>
/// <param name="Outcome">How far it came.</param>
/// <param name="Step">Step at which it came into force; 0 before that.</param>
/// <param name="Before">What was before.</param>
/// <param name="After">What was then.</param>
/// <param name="Detail">Reason of a refusal, what is waited for, and the like.</param>
public sealed record AuditLine(
    DateTimeOffset At, string Request, string Operator, string Address, string Command, AuditOutcome Outcome, long Step = 0, string Before = "", string After = "", string Detail = "");
