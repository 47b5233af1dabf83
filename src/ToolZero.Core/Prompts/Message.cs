namespace ToolZero.Core.Prompts;

/// <summary>Who speaks.</summary>
public enum Role
{
    System,
    User,
    Assistant,
    Tool,
}

/// <summary>One turn of a dialogue.</summary>
public sealed record Message(Role Role, string Content);
