using System.Security.Cryptography;
using ToolZero.Actors.Wire;
using static ToolZero.Actors.Admin.AdminProtocol;

namespace ToolZero.Actors.Admin;

/// <summary>What the gate makes of a signed command.</summary>
internal abstract record Admission
{
    private Admission()
    {
    }

    /// <summary>It comes from somebody with the secret, for the first time.</summary>
    public sealed record Accepted(OperatorRequest Request) : Admission;

    public sealed record Denied(DenialKind Kind, string Reason) : Admission;
}

/// <summary>Lets in what is signed with the secret, once. Nothing of a command is read before its signature is found right. Pure.</summary>
internal sealed record AdminGate(AdminSecret Secret, AdminChallenges Challenges)
{
    /// <summary>The gate after a command, and what became of it.</summary>
    public (AdminGate Next, Admission Admission) Admit(SignedCommand command, DateTimeOffset now)
    {
        if (!IsBounded(command)) return (this, new Admission.Denied(DenialKind.Malformed, "the envelope is incomplete or too large"));
        if (!AdminSignature.Holds(Secret, command)) return (this, new Admission.Denied(DenialKind.WrongSecret, "it is not signed with the cluster's secret"));
        var (challenges, state) = Challenges.Redeem(command.Token, now);
        var next = this with { Challenges = challenges };
        return (next, state switch
        {
            ChallengeState.Stale => new Admission.Denied(DenialKind.StaleChallenge, "its challenge is too old, or of an earlier coordinator"),
            ChallengeState.Used => new Admission.Denied(DenialKind.Replayed, "its challenge was used before"),
            ChallengeState.TooMany => new Admission.Denied(DenialKind.Busy, $"more than {AdminChallenges.MaxUsed} commands within {AdminChallenges.Lifetime.TotalSeconds} s"),
            _ => Read(command.Body),
        });
    }

    private static bool IsBounded(SignedCommand c) =>
        c is { Id.Length: > 0 and <= MaxNameLength, Operator.Length: > 0 and <= MaxNameLength, Body.Length: > 0 and <= MaxCommandBytes }
        && c.Token.Length <= MaxCommandBytes && c.Signature.Length == HMACSHA256.HashSizeInBytes;

    private static Admission Read(byte[] body)
    {
        try
        {
            var request = AdminCodec.ReadRequest(body);
            return request.Words.Length is > 0 and <= OperatorRequest.MaxWords && request.Timeout >= OperatorRequest.Timeouts.Least && request.Timeout <= OperatorRequest.Timeouts.Most
                ? new Admission.Accepted(request)
                : new Admission.Denied(DenialKind.Malformed, "the command is empty, too long, or waits too short or too long");
        }
        catch (WireException error)
        {
            return new Admission.Denied(DenialKind.Malformed, $"the command is not one of this release: {error.Message}");
        }
    }
}
