using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Readers;

/// <summary>xLAM function calling 60k (APIGen, Liu et al. 2024): <c>query</c>, and <c>answers</c> and <c>tools</c> as JSON lists written into texts.</summary>
internal sealed class XlamReader : IRowReader
{
    private readonly ToolCache _tools = new();

    public IReadOnlyList<ToolTask> Read(JsonLine line)
    {
        var row = line.Row;
        var query = row.Require("query").AsText();
        using var tools = EmbeddedJson.Of(row.Require("tools"));
        using var answers = EmbeddedJson.Of(row.Require("answers"));
        var offered = tools.Field.Items().Select(tool => _tools.Read(tool, ReadTool)).ToImmutableArray();
        var calls = answers.Field.Items().Select(ReadCall).ToImmutableArray();
        return [DialogueTasks.Task(row, RowIds.Of(line), offered, [new Message(Role.User, query)], new Message(Role.Assistant, "") { Calls = calls }, answers.Field)];
    }

    internal static ToolCall ReadCall(JsonField call) => new(call.Require("name").AsText(), ToolTaskJson.ReadArguments(call.Find("arguments")));

    /// <summary>A JSON schema, and not a list of parameters of which one is called properties or type.</summary>
    private static bool IsSchema(JsonField parameters) =>
        parameters.Kind == JsonValueKind.Object
        && parameters.Find("properties") is { Kind: JsonValueKind.Object } properties
        && (parameters.Find("type") is { } type ? type.Kind == JsonValueKind.String : properties.Properties().TrueForAll(p => p.Value.Kind == JsonValueKind.Object));

    private static ToolSchema ReadTool(JsonField tool)
    {
        var parameters = tool.Find("parameters");
        if (parameters is { } schema && IsSchema(schema)) return ToolSchemaJson.Read(tool);
        var flat = parameters is { } given ? EmbeddedJson.Value(given) : new CallValue.Mapping([]);
        if (flat is not CallValue.Mapping mapping) throw parameters!.Value.Expected("an object");
        return FlatTool.Read(tool.Require("name").AsText(), tool.TextOr("description", ""), mapping, tool);
    }
}
