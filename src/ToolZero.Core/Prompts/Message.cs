using System.Collections.Immutable;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Prompts;

/// <summary>Who speaks.</summary>
public enum Role
{
    System,
    User,
    Assistant,
    Tool,
}

/// <summary>One turn of a dialogue; a tool's result is a turn of the tool.</summary>
public sealed record Message(Role Role, string Content)
{
    /// <summary>The calls that an assistant's turn makes; empty when it only speaks.</summary>
    public ImmutableArray<ToolCall> Calls { get; init; } = [];

    /// <summary>What an assistant's turn reasoned before it spoke; may be empty.</summary>
    public string Reasoning { get; init; } = "";

    public bool Equals(Message? other) =>
        other is not null && Role == other.Role && Content == other.Content && Reasoning == other.Reasoning && Calls.SequenceEqual(other.Calls);

    public override int GetHashCode() => HashCode.Combine(Role, Content, Reasoning, Calls.Length);
}
