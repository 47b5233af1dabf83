using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ToolZero.Actors.Admin;
using ToolZero.Web.Operators;

namespace ToolZero.Web.Api;

/// <summary>What all commands have in common: who calls, how long he waits, and how the outcome is told.</summary>
/// <param name="Http">The request.</param>
/// <param name="Desk">Gives commands to the cluster.</param>
/// <param name="Timeout">Seconds.</param>
/// <param name="Operator">Read where the caller is let in; here for the document of the API.</param>
internal readonly record struct ApiCall(
    HttpContext Http,
    OperatorDesk Desk,
    [property: FromQuery, Description("Seconds to wait until a command is in force, 0.1 to 3600. Default 30.")] double? Timeout,
    [property: FromHeader(Name = OperatorIdentity.NameHeader), Description("Your name for the audit trail.")] string? Operator)
{
    private const double DefaultSeconds = 30;

    public async Task<IResult> Give(params ImmutableArray<string> words)
    {
        var (least, most) = (OperatorRequest.Timeouts.Least.TotalSeconds, OperatorRequest.Timeouts.Most.TotalSeconds);
        var seconds = Timeout ?? DefaultSeconds;
        if (!(seconds >= least && seconds <= most))
            return ApiProblem.Of(StatusCodes.Status400BadRequest, "bad-request", FormattableString.Invariant($"timeout={seconds}"), FormattableString.Invariant($"give seconds from {least} to {most}"));
        return Tell(await Desk.Give(Http.User.Signature(), words, TimeSpan.FromSeconds(seconds), Http.RequestAborted), words, seconds);
    }

    private static IResult Tell(AdminResult result, ImmutableArray<string> words, double seconds) => result switch
    {
        AdminResult.Replied { Reply: OperatorReply.Answered answered } => TypedResults.Json<object>(answered.Answer),
        AdminResult.Replied { Reply: OperatorReply.Applied a } => TypedResults.Ok(new AppliedBody("applied", a.Step, a.Before, a.After)),
        AdminResult.Replied { Reply: OperatorReply.Overdue o } => TypedResults.Accepted((string?)null, new OverdueBody("overdue", o.WaitingFor)),
        // The same table as the cluster's tells what is no command at all from what cannot be done now.
        AdminResult.Replied { Reply: OperatorReply.Refused r } when AdminVerbs.Read(words) is AdminReading.Fault =>
            ApiProblem.Of(StatusCodes.Status400BadRequest, "bad-request", r.Reason, "see /openapi/v1.json for what the command takes", r.DidYouMean),
        AdminResult.Replied { Reply: OperatorReply.Refused r } =>
            ApiProblem.Of(StatusCodes.Status409Conflict, "refused", r.Reason, "GET /api/v1/status says how the run is; nothing was changed", r.DidYouMean),
        AdminResult.Denied { Kind: DenialKind.Busy } d => ApiProblem.Of(StatusCodes.Status429TooManyRequests, "busy", d.Reason, "wait for one of them to end"),
        AdminResult.Denied d => ApiProblem.Of(StatusCodes.Status502BadGateway, "denied", d.Reason, "give this node the secret of its cluster with --secret-file FILE"),
        AdminResult.Unreachable u => ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "unreachable", u.Reason, "try again when the run is open"),
        AdminResult.Silent => ApiProblem.Of(
            StatusCodes.Status504GatewayTimeout,
            "silent",
            FormattableString.Invariant($"nobody answered within {seconds} s: the coordinator may be on its way to another node"),
            words is ["status" or "nodes" or "workers" or "rollouts" or "ledger" or "samples" or "audit", ..] ? "try again" : "look at GET /api/v1/audit whether the command was applied"),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "no outcome"),
    };
}
