using System.Collections.Immutable;

namespace ToolZero.Core.Calls;

/// <summary>A keyword argument.</summary>
public readonly record struct Argument(string Name, CallValue Value);

/// <summary>One function call with keyword arguments in the order written; names may be dotted.</summary>
public sealed record ToolCall(string Name, ImmutableArray<Argument> Arguments)
{
    // Up to here comparing every pair is faster than a table, beyond it a hostile answer would take quadratic time.
    private const int Few = 8;

    /// <summary>Equal as abstract syntax: same name, same arguments whatever their order.</summary>
    public bool Equals(ToolCall? other) =>
        other is not null && Name == other.Name && Arguments.Length == other.Arguments.Length
        && (Arguments.Length <= Few ? Arguments.All(a => other.Arguments.Contains(a)) : other.Arguments.ToHashSet().SetEquals(Arguments));

    public override int GetHashCode() => Arguments.Aggregate(Name.GetHashCode(StringComparison.Ordinal), (h, a) => h ^ a.GetHashCode());
}
