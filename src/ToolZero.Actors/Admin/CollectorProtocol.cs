namespace ToolZero.Actors.Admin;

/// <summary>Vocabulary of the collector, a child of the admin actor.</summary>
internal static class CollectorProtocol
{
    /// <summary>Answered by <see cref="Collected"/>, never later than <see cref="AdminServices.Longest"/>.</summary>
    /// <param name="Request">Comes back with the answer.</param>
    /// <param name="Command">A query.</param>
    public sealed record Collect(string Request, OperatorCommand Command);

    public sealed record Collected(string Request, OperatorReply Reply);
}
