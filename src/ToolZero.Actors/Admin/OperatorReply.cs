using Akka.Actor;

namespace ToolZero.Actors.Admin;

/// <summary>How a command ended for its operator.</summary>
public abstract record OperatorReply
{
    private OperatorReply()
    {
    }

    /// <summary>A command that ended in an error.</summary>
    public static Refused Of(Exception error) =>
        new(error is AskTimeoutException ? "nobody answered in time: look at  status  whether it was done" : error.Message.ReplaceLineEndings(" "));

    /// <summary>It is in force, not merely accepted.</summary>
    /// <param name="Step">Optimiser steps that were trained when it came into force.</param>
    /// <param name="Before">What was before.</param>
    /// <param name="After">What is now.</param>
    public sealed record Applied(long Step, string Before, string After) : OperatorReply;

    /// <summary>What was asked for.</summary>
    public sealed record Answered(AdminAnswer Answer) : OperatorReply;

    /// <summary>It was not done.</summary>
    /// <param name="Reason">Why not, and what to do.</param>
    /// <param name="DidYouMean">The nearest thing that exists; empty when none is near.</param>
    public sealed record Refused(string Reason, string DidYouMean = "") : OperatorReply;

    /// <summary>It is neither done nor refused at its deadline; it stays in force and the audit trail will say how it ended.</summary>
    /// <param name="WaitingFor">What it waits for.</param>
    public sealed record Overdue(string WaitingFor) : OperatorReply;
}
