using System.Text.Json;
using ToolZero.Core.Data;
using ToolZero.Core.Tools;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Tools;

public sealed class ToolSchemaJsonSpecs
{
    private static readonly ToolSchema Expected = new("f", "Does.",
    [
        new ToolParameter("a", ParameterType.Integer, "An a.", true, ["1", "2.0", "1E3"]),
        new ToolParameter("b", ParameterType.Array, "", false, [], ParameterType.String),
    ]);

    private const string Properties =
        """{"a":{"type":"integer","description":"An a.","enum":[1,2.0,1E3]},"b":{"type":"array","items":{"type":"string"}}}""";

    [Theory]
    [InlineData("""{"name":"f","description":"Does.","parameters":{"type":"object","properties":PP,"required":["a"]}}""")]
    [InlineData("""{"type":"function","function":{"name":"f","description":"Does.","parameters":{"type":"object","properties":PP,"required":["a"]}}}""")]
    [InlineData("""{"name":"f","description":"Does.","parameters":{"type":"dict","properties":PP,"required":["a"]}}""")]
    [InlineData("""{"api_name":"f","api_description":"Does.","field":"x","parameters":PP,"required":["a"],"responses":{}}""")]
    public void Every_dialect_reads_as_the_same_tool(string json) => Assert.Equal(Expected, Read(json.Replace("PP", Properties, StringComparison.Ordinal)));

    [Fact]
    public void What_is_written_reads_back_equal() => Assert.Equal(Expected, Read(ToolSchemaJson.Write(Expected)));

    [Fact]
    public void A_nested_schema_is_kept_as_it_was_written()
    {
        var tool = Read("""{"name":"f","parameters":{"type":"object","properties":{"a":{"type":"object", "properties":{"x":{"type":"number","default":5.0}}}}}}""");
        Assert.Equal("""{"type":"object","properties":{"x":{"type":"number","default":5.0}}}""", tool.Parameters[0].RawSchema);
        Assert.Equal(tool, Read(ToolSchemaJson.Write(tool)));
    }

    [Fact]
    public void Definitions_and_additional_properties_are_kept_and_what_only_a_service_reads_is_not()
    {
        var tool = Read("""{"name":"f","strict":true,"parameters":{"type":"object","title":"F","properties":{"a":{"$ref":"#/$defs/A"}},"additionalProperties":false,"$defs":{"A":{"type": "string"}}}}""");
        Assert.Equal([new SchemaKeyword("$defs", """{"A":{"type":"string"}}"""), new SchemaKeyword("additionalProperties", "false")], tool.Keywords.ToArray());
        Assert.Equal(
            """{"name":"f","description":"","parameters":{"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},"required":[],"$defs":{"A":{"type":"string"}},"additionalProperties":false}}""",
            ToolSchemaJson.Write(tool));
        Assert.Equal(tool, Read(ToolSchemaJson.Write(tool)));
        Assert.NotEqual(tool, tool with { Keywords = [] });
    }

    [Fact]
    public void A_union_with_null_is_the_other_type()
    {
        var tool = Read("""{"name":"f","parameters":{"type":"object","properties":{"a":{"type":["null","integer"]},"b":{"type":["string","integer"]},"c":{}}}}""");
        Assert.Equal([ParameterType.Integer, ParameterType.Any, ParameterType.Any], tool.Parameters.Select(p => p.Type));
    }

    [Theory]
    [InlineData("[]", "row: expected an object, found a list")]
    [InlineData("{}", "name: missing")]
    [InlineData("""{"name":5}""", "name: expected a string, found a number")]
    [InlineData("""{"name":""}""", "name: empty")]
    [InlineData("""{"name":"f","parameters":[]}""", "parameters: expected an object")]
    [InlineData("""{"name":"f","parameters":{"type":"array"}}""", "parameters.type: expected object or dict")]
    [InlineData("""{"name":"f","parameters":{"properties":{"a":5}}}""", "parameters.properties.a: expected an object, found a number")]
    [InlineData("""{"name":"f","parameters":{"properties":{"a":{"type":"text file"}}}}""", "parameters.properties.a.type: unknown type \"text file\"")]
    [InlineData("""{"name":"f","parameters":{"properties":{"a":{"enum":"x"}}}}""", "parameters.properties.a.enum: expected a list")]
    [InlineData("""{"name":"f","parameters":{"properties":{"a":{},"a":{}}}}""", "parameters.properties.a: written twice")]
    [InlineData("""{"name":"f","parameters":{"properties":{},"required":["z"]}}""", "parameters.required[0]: requires \"z\"")]
    [InlineData("""{"name":"f","parameters":{"properties":{},"required":"z"}}""", "parameters.required: expected a list")]
    [InlineData("""{"name":"\ud800"}""", "name: half of a surrogate pair")]
    public void A_malformed_tool_is_refused_by_field(string json, string reason)
    {
        var error = Assert.Throws<DataException>(() => Read(json));
        Assert.StartsWith("tools.jsonl:3: " + reason, error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    [Trait("Category", "Golden")]
    public void Every_tool_of_the_leaderboard_is_read()
    {
        var tools = 0;
        foreach (var file in Directory.EnumerateFiles(SharedData.Require("bfcl"), "*.json"))
        {
            foreach (var line in File.ReadLines(file))
            {
                using var json = JsonDocument.Parse(line);
                var read = ToolSchemaJson.ReadList(json.RootElement.GetProperty("function"), Path.GetFileName(file));
                var written = ToolSchemaJson.Write(read);
                Assert.True(read.SequenceEqual(ToolSchemaJson.ReadList(JsonDocument.Parse(written).RootElement, "written")), written);
                tools += read.Length;
            }
        }

        Assert.Equal(8726, tools);
    }

    private static ToolSchema Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ToolSchemaJson.Read(document.RootElement, "tools.jsonl:3");
    }
}
