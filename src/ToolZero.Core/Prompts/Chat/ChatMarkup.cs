using System.Collections.Immutable;
using System.Text;
using ToolZero.Core.Calls;
using ToolZero.Core.Json;

namespace ToolZero.Core.Prompts.Chat;

/// <summary>The parts that Qwen's templates share: turns, the list of tools, calls and results. Texts are the models' own, to the character.</summary>
internal static class ChatMarkup
{
    public const string TurnStart = "<|im_start|>";
    public const string TurnEnd = "<|im_end|>\n";

    private const string ToolsIntroduction =
        "# Tools\n\nYou may call one or more functions to assist with the user query.\n\nYou are provided with function signatures within <tools></tools> XML tags:\n<tools>";

    private const string ToolsConclusion =
        "\n</tools>\n\nFor each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\n<tool_call>\n{\"name\": <function-name>, \"arguments\": <args-json-object>}\n</tool_call>";

    public static StringBuilder AppendTurn(this StringBuilder text, string role, string content) =>
        text.Append(TurnStart).Append(role).Append('\n').Append(content).Append(TurnEnd);

    public static StringBuilder AppendTools(this StringBuilder text, ImmutableArray<CallValue> tools)
    {
        text.Append(ToolsIntroduction);
        foreach (var tool in tools) PythonJsonWriter.Append(text.Append('\n'), tool);
        return text.Append(ToolsConclusion);
    }

    /// <summary>One call. The template puts the name between its quotes as it is.</summary>
    public static StringBuilder AppendCall(this StringBuilder text, ToolCall call)
    {
        text.Append("<tool_call>\n{\"name\": \"").Append(call.Name).Append("\", \"arguments\": ");
        PythonJsonWriter.Append(text, Formats.JsonCalls.Arguments(call));
        return text.Append("}\n</tool_call>");
    }

    /// <summary>A result; results that follow each other share one turn of the user.</summary>
    public static StringBuilder AppendResult(this StringBuilder text, string content, bool isFirst, bool isLast)
    {
        if (isFirst) text.Append(TurnStart).Append("user");
        text.Append("\n<tool_response>\n").Append(content).Append("\n</tool_response>");
        return isLast ? text.Append(TurnEnd) : text;
    }

    /// <summary>Results and the opening of the assistant's next turn, behind a completion.</summary>
    public static StringBuilder AppendResults(this StringBuilder text, IReadOnlyList<string> results, bool isTurnClosed)
    {
        text.Append(isTurnClosed ? "\n" : TurnEnd);
        for (var i = 0; i < results.Count; i++) text.AppendResult(results[i], i == 0, i == results.Count - 1);
        return text.Append(TurnStart).Append("assistant\n");
    }
}
