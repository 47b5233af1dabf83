using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// Calls that chat rows write as JSON: OpenAI's <c>tool_calls</c> and its older <c>function_call</c>; and turns that are nothing but calls, LLaMA-Factory's
/// <c>function_call</c> and ms-swift's <c>tool_call</c>. Arguments are an object, or a text that holds one.
/// </summary>
internal static class ChatCalls
{
    /// <summary>The calls beside the content of an assistant's message.</summary>
    /// <exception cref="FieldException">A call cannot be read, or both fields have one.</exception>
    public static ImmutableArray<ToolCall> Beside(JsonField message)
    {
        var calls = message.Find("tool_calls")?.Items() ?? [];
        if (message.Find("function_call") is not { } call) return [.. calls.Select(ReadWrapped)];
        return calls.Count == 0 ? [Read(call)] : throw call.Error("there are tool_calls as well: which of the two are right?");
    }

    /// <summary>The turn of a speaker that only calls: an object, or a list of objects. What was thought may stand before it.</summary>
    /// <exception cref="FieldException">It holds anything else.</exception>
    public static Message OnlyCalls(JsonField content)
    {
        var (reasoning, said) = content.Kind == JsonValueKind.String ? Thoughts.Split(content.AsText()) : ("", "");
        using var json = content.Kind == JsonValueKind.String ? EmbeddedJson.Of(said, content) : EmbeddedJson.Of(content);
        var calls = json.Field.Kind == JsonValueKind.Array ? json.Field.Items() : [json.Field];
        return new Message(Role.Assistant, "") { Calls = [.. calls.Select(Read)], Reasoning = reasoning };
    }

    private static ToolCall ReadWrapped(JsonField call)
    {
        var function = call.Find("function") ?? call;
        return function.Find("arguments") is null ? new ToolCall(function.Require("name").AsText(), []) : Read(function);
    }

    private static ToolCall Read(JsonField call)
    {
        using var arguments = EmbeddedJson.Of(call.Require("arguments"));
        return new ToolCall(call.Require("name").AsText(), ToolTaskJson.ReadArguments(arguments.Field));
    }
}
