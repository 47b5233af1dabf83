using System.Text.Json;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Data;

public sealed class TaskFieldsSpecs
{
    [Fact]
    public void The_published_schema_allows_the_fields_that_are_read_and_no_others()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "task.schema.json")));
        var properties = schema.RootElement.GetProperty("properties");
        var list = schema.RootElement.GetProperty("$defs").GetProperty("calls").GetProperty("anyOf")[1];
        Assert.Equal(TaskFields.Row, Names(schema.RootElement));
        Assert.Equal(TaskFields.Message, Names(properties.GetProperty("messages").GetProperty("items")));
        Assert.Equal(TaskFields.Call, Names(list.GetProperty("items")));
        Assert.Equal(PythonCallParser.MaxCalls, list.GetProperty("maxItems").GetInt32());
    }

    private static IEnumerable<string> Names(JsonElement json)
    {
        Assert.False(json.GetProperty("additionalProperties").GetBoolean());
        return json.GetProperty("properties").EnumerateObject().Select(p => p.Name);
    }
}
