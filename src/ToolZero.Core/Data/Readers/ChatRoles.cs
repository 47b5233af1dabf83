using ToolZero.Core.Prompts;

namespace ToolZero.Core.Data.Readers;

/// <summary>The names that chat data sets give to speakers.</summary>
internal static class ChatRoles
{
    /// <summary>True of a speaker that only calls, as bare JSON: LLaMA-Factory's <c>function_call</c>, ms-swift's <c>tool_call</c>.</summary>
    public static bool OnlyCalls(string word) => word is "function_call" or "tool_call";

    public static Role? Find(string word) => word switch
    {
        "human" => Role.User,
        "gpt" => Role.Assistant,
        _ when OnlyCalls(word) => Role.Assistant,
        "observation" or "tool_response" or "function_response" or "ipython" => Role.Tool,
        "developer" => Role.System,
        _ => RoleNames.Find(word),
    };
}
