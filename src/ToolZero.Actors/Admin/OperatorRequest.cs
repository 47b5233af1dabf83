using System.Collections.Immutable;

namespace ToolZero.Actors.Admin;

/// <summary>
/// What a client signs: the words of a command as they were typed, which the cluster reads by its own <see cref="AdminVerbs"/>, and how long
/// the operator waits.
/// </summary>
public sealed record OperatorRequest(ImmutableArray<string> Words, TimeSpan Timeout)
{
    /// <summary>Shortest and longest time that an operator can wait.</summary>
    public static readonly (TimeSpan Least, TimeSpan Most) Timeouts = (TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));

    public const int MaxWords = 1024;
}
