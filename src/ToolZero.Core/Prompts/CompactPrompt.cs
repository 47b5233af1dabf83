using System.Text;
using System.Text.Json;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Prompts;

/// <summary>
/// The Tool-Zero prompt in few tokens, for tiny models: one line per tool, one per message, no instructions.
/// <code>
/// tools:
/// get_weather(city: str, unit?: celsius|fahrenheit, days?: int, tags?: [str])
/// user: What is the weather in Rome?
/// assistant: 
/// </code>
/// The text ends with the blank after the last colon. Shipped base models were pretrained around this layout: changing a character here
/// changes what they see.
/// </summary>
public sealed class CompactPrompt : IPromptFormat
{
    public string Name => "compact";

    public ICallFormat Calls => ToolZeroCalls.Instance;

    public string Render(ToolTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var text = new StringBuilder("tools:\n");
        foreach (var tool in task.Tools) text.Append(RenderTool(tool)).Append('\n');
        foreach (var message in task.Messages) text.Append(RoleNames.Of(message.Role)).Append(": ").Append(OneLine(PlainTurn.Of(message))).Append('\n');
        return text.Append("assistant: ").ToString();
    }

    public string RenderResults(IReadOnlyList<string> results, bool isTurnClosed)
    {
        ArgumentNullException.ThrowIfNull(results);
        return $"\n{string.Concat(results.Select(result => $"tool: {OneLine(result)}\n"))}assistant: ";
    }

    /// <summary>One tool as its signature: <c>name(param: type, param?: type)</c>.</summary>
    public static string RenderTool(ToolSchema tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return $"{tool.Name}({string.Join(", ", tool.Parameters.Select(p => $"{p.Name}{(p.Required ? "" : "?")}: {RenderType(p)}"))})";
    }

    /// <summary>The type as the signature writes it: <c>str</c>, <c>[int]</c>, <c>a|b</c>.</summary>
    public static string RenderType(ToolParameter parameter)
    {
        if (!parameter.Enum.IsEmpty)
        {
            var choices = string.Join('|', parameter.Enum.Select(Bare));
            return parameter.Type == ParameterType.Array ? $"[{choices}]" : choices;
        }

        return parameter.Type == ParameterType.Array ? $"[{Short(parameter.ItemType ?? ParameterType.Any)}]" : Short(parameter.Type);
    }

    private static string Short(ParameterType type) => type switch
    {
        ParameterType.String => "str",
        ParameterType.Integer => "int",
        ParameterType.Number => "float",
        ParameterType.Boolean => "bool",
        ParameterType.Array => "[any]",
        ParameterType.Object => "obj",
        _ => "any",
    };

    /// <summary>An enum value without its JSON quotes.</summary>
    private static string Bare(string json) =>
        json.StartsWith('"') ? OneLine(JsonSerializer.Deserialize<string>(json)!) : json;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
