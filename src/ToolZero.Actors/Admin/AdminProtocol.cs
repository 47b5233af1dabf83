namespace ToolZero.Actors.Admin;

/// <summary>Why a request was not even read.</summary>
public enum DenialKind
{
    /// <summary>Signed with another secret, or not as it was signed any more.</summary>
    WrongSecret = 0,

    /// <summary>The challenge is too old, or of an earlier admin actor: ask for another one.</summary>
    StaleChallenge = 1,

    /// <summary>The challenge was used before.</summary>
    Replayed = 2,

    /// <summary>Too large, or made of something else than a command of this release.</summary>
    Malformed = 3,

    /// <summary>Too many commands under way or in too short a time.</summary>
    Busy = 4,
}

/// <summary>
/// What crosses the wire between an operator's client and the admin actor: the client asks for a challenge, signs its command together with
/// it, and gets a signed answer. The secret stays at both ends; a challenge is good for one command.
/// </summary>
public static class AdminProtocol
{
    /// <summary>Longest body of a command in bytes.</summary>
    public const int MaxCommandBytes = 16 * 1024;

    /// <summary>Longest body of an answer in bytes.</summary>
    public const int MaxReplyBytes = 4 * 1024 * 1024;

    /// <summary>Longest id and operator name in characters.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Client -> admin, answered by <see cref="Challenge"/>.</summary>
    public sealed record Hello : IAdminRequest
    {
        public static Hello Instance { get; } = new();
    }

    /// <summary>Admin -> client.</summary>
    /// <param name="Token">To be signed with the command and sent back as it is.</param>
    public sealed record Challenge(byte[] Token);

    /// <summary>Client -> admin, answered by <see cref="SignedReply"/> or <see cref="Denied"/>.</summary>
    /// <param name="Id">Chosen by the client: names the command in the audit trail.</param>
    /// <param name="Operator">Who gives it.</param>
    /// <param name="Token">A challenge that was not used yet.</param>
    /// <param name="Body">An <see cref="OperatorRequest"/> as MessagePack.</param>
    /// <param name="Signature">HMAC-SHA256 over all of the above.</param>
    public sealed record SignedCommand(string Id, string Operator, byte[] Token, byte[] Body, byte[] Signature) : IAdminRequest;

    /// <summary>Admin -> client.</summary>
    /// <param name="Id">Of the command.</param>
    /// <param name="Manifest">Names the message in the body: an outcome or an answer.</param>
    /// <param name="Body">That message as MessagePack.</param>
    /// <param name="Signature">HMAC-SHA256 over all of the above: the client knows that its own cluster speaks.</param>
    public sealed record SignedReply(string Id, string Manifest, byte[] Body, byte[] Signature);

    /// <summary>Admin -> client, unsigned: there is no secret in common, or nothing to sign.</summary>
    public sealed record Denied(string Id, DenialKind Kind, string Reason);
}
