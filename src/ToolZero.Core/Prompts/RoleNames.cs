namespace ToolZero.Core.Prompts;

/// <summary>Roles as they are written in data files and prompts.</summary>
public static class RoleNames
{
    public static string Of(Role role) => role switch
    {
        Role.System => "system",
        Role.Assistant => "assistant",
        Role.Tool => "tool",
        _ => "user",
    };

    /// <summary>Null when the word names no role; <c>function</c> is an older name of <c>tool</c>.</summary>
    public static Role? Find(string word) => word switch
    {
        "system" => Role.System,
        "user" => Role.User,
        "assistant" => Role.Assistant,
        "tool" or "function" => Role.Tool,
        _ => null,
    };
}
