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

    /// <summary>The data says that there was no reasoning, instead of nothing about it: Qwen3's template then does not look for any in the content.</summary>
    public bool GivesEmptyReasoning => SaysNone && Reasoning.Length == 0;

    private bool SaysNone { get; init; }

    /// <summary>The turn with the reasoning that the data gives, be it empty; null = the data says nothing of it.</summary>
    public Message WithReasoning(string? given) => this with { Reasoning = given ?? "", SaysNone = given?.Length == 0 };

    public bool Equals(Message? other) =>
        other is not null && Role == other.Role && Content == other.Content && Reasoning == other.Reasoning
        && GivesEmptyReasoning == other.GivesEmptyReasoning && Calls.SequenceEqual(other.Calls);

    public override int GetHashCode() => HashCode.Combine(Role, Content, Reasoning, Calls.Length);
}
