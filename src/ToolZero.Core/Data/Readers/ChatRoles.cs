using ToolZero.Core.Prompts;

namespace ToolZero.Core.Data.Readers;

/// <summary>The names that chat data sets give to speakers.</summary>
internal static class ChatRoles
{
    public static Role? Find(string word) => word switch
    {
        "human" => Role.User,
        "gpt" or "function_call" or "tool_call" => Role.Assistant,
        "observation" or "tool_response" or "function_response" or "ipython" => Role.Tool,
        "developer" => Role.System,
        _ => RoleNames.Find(word),
    };
}
