using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Calls;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Prompts.Chat;

/// <summary>What a chat template renders.</summary>
/// <param name="Messages">The turns, at least one.</param>
/// <param name="Tools">The tools as JSON values in the order and spelling in which they are shown; empty for none.</param>
/// <param name="OpensAssistant">The text ends where the assistant begins (<c>add_generation_prompt</c>).</param>
public sealed record ChatConversation(ImmutableArray<Message> Messages, ImmutableArray<CallValue> Tools, bool OpensAssistant)
{
    /// <summary>The tool as the templates are given it: <c>{"type": "function", "function": {…}}</c>.</summary>
    public static CallValue Tool(ToolSchema tool) => new CallValue.Mapping(
    [
        KeyValuePair.Create<CallValue, CallValue>(new CallValue.Text("type"), new CallValue.Text("function")),
        KeyValuePair.Create<CallValue, CallValue>(new CallValue.Text("function"), Function(tool)),
    ]);

    /// <summary>The tool alone: name, description and parameters.</summary>
    internal static CallValue.Mapping Function(ToolSchema tool)
    {
        using var json = JsonDocument.Parse(ToolSchemaJson.Write(tool));
        return (CallValue.Mapping)CallValueJson.Read(json.RootElement);
    }
}
