using System.Collections.Immutable;

namespace ToolZero.Core.Calls;

/// <summary>A keyword argument.</summary>
public readonly record struct Argument(string Name, CallValue Value);

/// <summary>One function call with keyword arguments in the order written; names may be dotted.</summary>
public sealed record ToolCall(string Name, ImmutableArray<Argument> Arguments)
{
    /// <summary>Equal as abstract syntax: same name, same arguments whatever their order.</summary>
    public bool Equals(ToolCall? other) =>
        other is not null && Name == other.Name && Arguments.Length == other.Arguments.Length
        && Arguments.All(a => other.Arguments.Contains(a));

    public override int GetHashCode() => Arguments.Aggregate(Name.GetHashCode(StringComparison.Ordinal), (h, a) => h ^ a.GetHashCode());
}
