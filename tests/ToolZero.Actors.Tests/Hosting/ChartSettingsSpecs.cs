using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Telemetry;

namespace ToolZero.Actors.Tests.Hosting;

/// <summary>What the Helm chart lets users set of a run is what the product knows, with the same kinds: a typo is refused before anything is installed.</summary>
public sealed class ChartSettingsSpecs
{
    /// <summary>Set to anything, the schema's part for the keys of the run is written anew.</summary>
    private const string Write = "TOOLZERO_WRITE_DOCS";

    /// <summary>What the chart itself decides, from other values.</summary>
    private static readonly string[] OfTheChart =
        ["run.name", "run.folder", "model.path", "model.device", "weights.port", "rollout.workers", "reward.workers", "learner.threads", .. TelemetrySettings.Keys];

    private static readonly string Schema = Path.Combine(ShippedFiles.Folder.Path, "..", "deploy", "helm", "toolzero", "values.schema.json");

    [Fact]
    public void Settings_of_the_run_are_the_products_keys_with_their_kinds()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Schema))!;
        var run = schema["properties"]!["run"]!["properties"]!["settings"]!.AsObject();
        var expected = new JsonObject(ConfigurationKeys.All.Where(k => !OfTheChart.Contains(k.Path)).Select(k => KeyValuePair.Create(k.Path, (JsonNode?)Of(k.Kind))));
        if (Environment.GetEnvironmentVariable(Write) is not null)
        {
            run["properties"] = expected.DeepClone();
            File.WriteAllText(Schema, schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n");
        }

        Assert.True(JsonNode.DeepEquals(expected, run["properties"]), $"values.schema.json and ConfigurationKeys differ; {Write}=1 writes the schema anew");
        Assert.False((bool)run["additionalProperties"]!);
        Assert.All(OfTheChart, key => Assert.NotNull(ConfigurationKeys.Find(key)));
    }

    private static JsonObject Of(KeyKind kind) => kind switch
    {
        KeyKind.Integer i => Bounded("integer", i.Min, i.Max == long.MaxValue ? null : i.Max),
        KeyKind.Number n => new JsonObject
        {
            ["type"] = "number",
            [n.Above ? "exclusiveMinimum" : "minimum"] = n.Min,
            [n.Below ? "exclusiveMaximum" : "maximum"] = n.Max,
        },
        KeyKind.OrAuto auto => new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = new JsonArray("auto") }, Of(auto.Inner)) },
        KeyKind.Duration => Pattern("^[0-9.]+ ?(ms|s|m|h|d)$"),
        KeyKind.Size => Pattern("^[0-9.]+ ?(B|kB|KiB|MB|MiB|GB|GiB)$"),
        KeyKind.Choice choice => new JsonObject { ["enum"] = new JsonArray([.. choice.Words.Select(w => (JsonNode)w)]) },
        KeyKind.Switch => new JsonObject { ["type"] = "boolean" },
        KeyKind.Text text => Pattern($"^(?:{text.Pattern})$"),
        KeyKind.TextList => new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
        _ => throw new InvalidOperationException($"{kind}: say how the schema describes it"),
    };

    private static JsonObject Bounded(string type, long min, long? max)
    {
        var schema = new JsonObject { ["type"] = type, ["minimum"] = min };
        if (max is { } most) schema["maximum"] = most;
        return schema;
    }

    private static JsonObject Pattern(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };
}
