using System.Collections.Immutable;
using Akka.Actor;

namespace ToolZero.Actors.Admin;

/// <summary>A command that was let in.</summary>
/// <param name="Request">Its name here and in the audit trail.</param>
/// <param name="Id">The client's name for it, sent back with the reply.</param>
/// <param name="Client">Who waits.</param>
/// <param name="Operator">Name of the operator.</param>
/// <param name="Address">Where the client is.</param>
/// <param name="Command">What is to be done.</param>
/// <param name="Timeout">How long the operator waits.</param>
internal sealed record AdminTicket(string Request, string Id, IActorRef Client, string Operator, string Address, OperatorCommand Command, TimeSpan Timeout)
{
    /// <summary>What it waits for; empty = it did not say.</summary>
    public string WaitsFor { get; init; } = "";

    /// <summary>The operator was told that it takes longer; only the audit trail waits for the outcome.</summary>
    public bool Told { get; init; }

    /// <summary>The line of the audit trail that it is asked for.</summary>
    public AuditLine Line(DateTimeOffset now) => new(now, Request, Operator, Address, Command.Text, AuditOutcome.Requested);

    /// <summary>The line of the audit trail that says what its operator is told.</summary>
    public AuditLine Line(DateTimeOffset now, OperatorReply reply) => reply switch
    {
        OperatorReply.Applied applied => Line(now) with { Outcome = AuditOutcome.Applied, Step = applied.Step, Before = applied.Before, After = applied.After },
        OperatorReply.Refused refused => Line(now) with { Outcome = AuditOutcome.Refused, Detail = refused.Reason },
        OperatorReply.Overdue overdue => Line(now) with { Outcome = AuditOutcome.Overdue, Detail = $"waits for {overdue.WaitingFor}" },
        _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, "an answer is no outcome"),
    };
}

/// <summary>Commands under way, with bounds. Pure.</summary>
internal sealed record AdminTickets
{
    /// <summary>Commands that change something.</summary>
    public const int MaxCommands = 64;

    private ImmutableDictionary<string, AdminTicket> Open { get; init; } = ImmutableDictionary<string, AdminTicket>.Empty;

    /// <summary>No more commands are taken until some have ended.</summary>
    public bool AreFull => Open.Values.Count(t => !t.Command.IsQuery) >= MaxCommands;

    public IEnumerable<AdminTicket> All => Open.Values;

    public AdminTicket? Find(string request) => Open.GetValueOrDefault(request);

    public AdminTickets With(AdminTicket ticket) => this with { Open = Open.SetItem(ticket.Request, ticket) };

    public AdminTickets Without(string request) => this with { Open = Open.Remove(request) };
}
