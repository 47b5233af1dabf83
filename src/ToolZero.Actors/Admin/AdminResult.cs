namespace ToolZero.Actors.Admin;

/// <summary>What became of a command, as its client knows it.</summary>
public abstract record AdminResult
{
    private AdminResult()
    {
    }

    /// <summary>The cluster has answered, and it is the one with the secret.</summary>
    public sealed record Replied(OperatorReply Reply) : AdminResult;

    /// <summary>The cluster did not read the command.</summary>
    public sealed record Denied(DenialKind Kind, string Reason) : AdminResult;

    /// <summary>Nobody listens there, or something that is no cluster.</summary>
    public sealed record Unreachable(string Reason) : AdminResult;

    /// <summary>No answer in time: the command may or may not be applied.</summary>
    public sealed record Silent(string Reason) : AdminResult;
}
