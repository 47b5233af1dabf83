using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;
using ToolZero.Core.Prompts.Chat;
using ToolZero.Tests.Shared;

namespace ToolZero.Model.Tests.Prompts;

/// <summary>Reads conversations of <c>golden/qwen_chat.jsonl</c>.</summary>
internal static class ChatCases
{
    public static IEnumerable<(string Name, ChatConversation Chat, JsonElement Row)> Read()
    {
        foreach (var line in File.ReadLines(SharedData.Require("golden/qwen_chat.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            var row = json.RootElement;
            var tools = row.GetProperty("tools") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(CallValueJson.Read).ToImmutableArray() : [];
            var messages = row.GetProperty("messages").EnumerateArray().Select(ReadMessage).ToImmutableArray();
            yield return (row.GetProperty("name").GetString()!, new ChatConversation(messages, tools, row.GetProperty("add_generation_prompt").GetBoolean()), row.Clone());
        }
    }

    private static Message ReadMessage(JsonElement json) => new Message(RoleNames.Find(json.GetProperty("role").GetString()!)!.Value, TextOf(json, "content") ?? "")
    {
        Calls = json.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array ? [.. calls.EnumerateArray().Select(ReadCall)] : [],
    }.WithReasoning(TextOf(json, "reasoning_content"));

    private static string? TextOf(JsonElement json, string property) => json.TryGetProperty(property, out var text) ? text.GetString() : null;

    private static ToolCall ReadCall(JsonElement json)
    {
        var function = json.TryGetProperty("function", out var inner) ? inner : json;
        return new ToolCall(function.GetProperty("name").GetString()!, [.. Arguments(function.GetProperty("arguments")).EnumerateObject().Select(a => new Argument(a.Name, CallValueJson.Read(a.Value)))]);
    }

    /// <summary>Arguments that a row writes as a text (OpenAI) are what the text holds, as when the product reads them.</summary>
    private static JsonElement Arguments(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String) return json;
        using var document = JsonDocument.Parse(json.GetString()!);
        return document.RootElement.Clone();
    }
}
