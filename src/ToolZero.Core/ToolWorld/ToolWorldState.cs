using System.Collections.Immutable;
using ToolZero.Core.Calls;

namespace ToolZero.Core.ToolWorld;

/// <summary>The state of a ToolWorld episode: what each tool was last executed with. A later call of a tool takes the place of an earlier one.</summary>
public sealed class ToolWorldState : IEquatable<ToolWorldState>
{
    private readonly ImmutableSortedDictionary<string, ToolCall> _executed;

    private ToolWorldState(ImmutableSortedDictionary<string, ToolCall> executed) => _executed = executed;

    /// <summary>Nothing was executed.</summary>
    public static ToolWorldState Empty { get; } = new(ImmutableSortedDictionary.Create<string, ToolCall>(StringComparer.Ordinal));

    /// <summary>The state behind a call.</summary>
    public ToolWorldState After(ToolCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return new ToolWorldState(_executed.SetItem(call.Name, call));
    }

    public bool Equals(ToolWorldState? other) => other is not null && _executed.SequenceEqual(other._executed);

    public override bool Equals(object? obj) => Equals(obj as ToolWorldState);

    public override int GetHashCode() => _executed.Count;
}
