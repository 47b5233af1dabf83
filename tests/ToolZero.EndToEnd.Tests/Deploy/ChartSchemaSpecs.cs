using System.Text.Json;
using System.Text.Json.Nodes;

namespace ToolZero.EndToEnd.Tests.Deploy;

/// <summary>The chart's schema is held against its values; against the product's keys it is held where those are tested.</summary>
public sealed class ChartSchemaSpecs
{
    [Fact]
    public void Every_default_has_its_place_in_the_schema_and_nothing_else_has()
    {
        var values = Manifests.Read(File.ReadAllText(Path.Combine(Helm.Chart, "values.yaml"))).Single();
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Helm.Chart, "values.schema.json")))!;
        schema["properties"]!.AsObject().Remove("global");
        Assert.Equal("", string.Join('\n', Differences(values, schema, "")));
    }

    /// <summary>Objects of fixed keys are compared; what users fill in themselves is free.</summary>
    private static IEnumerable<string> Differences(JsonObject values, JsonNode schema, string path)
    {
        if (schema["properties"] is not JsonObject known || path == "run.settings") yield break;
        if (schema["additionalProperties"]?.GetValueKind() != JsonValueKind.False) yield return $"{path}: a typo is not refused";
        if (path.EndsWith("affinity", StringComparison.Ordinal)) yield break;
        foreach (var name in values.Select(v => v.Key).Except(known.Select(k => k.Key))) yield return $"{path}.{name}: not in the schema";
        foreach (var name in known.Select(k => k.Key).Except(values.Select(v => v.Key))) yield return $"{path}.{name}: has no default";
        foreach (var (name, value) in values)
        {
            if (value is not JsonObject inner || known[name] is not { } below) continue;
            foreach (var difference in Differences(inner, below, $"{path}{(path.Length > 0 ? "." : "")}{name}")) yield return difference;
        }
    }
}
