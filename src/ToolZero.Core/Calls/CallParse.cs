using System.Collections.Immutable;

namespace ToolZero.Core.Calls;

/// <summary>What the parser made of a body: its calls, or why it is unparsable.</summary>
/// <param name="Calls">The calls in the order written; empty on failure and for <c>[]</c>.</param>
/// <param name="Error">Null on success, else one clause that says what is wrong.</param>
/// <param name="Position">Index into the text where the error was seen; 0 on success.</param>
public sealed record CallParse(ImmutableArray<ToolCall> Calls, string? Error, int Position)
{
    public bool IsSuccess => Error is null;

    public static CallParse Success(ImmutableArray<ToolCall> calls) => new(calls, null, 0);

    public static CallParse Failure(string error, int position) => new([], error, position);
}
