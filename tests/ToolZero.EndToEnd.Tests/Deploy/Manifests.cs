using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ToolZero.EndToEnd.Tests.Deploy;

/// <summary>What a chart was rendered to, read as a cluster would read it.</summary>
internal sealed class Manifests
{
    public static readonly string[] Roles = ["coordinator", "learner", "rollout", "reward"];

    private Manifests(IReadOnlyList<JsonObject> all) => All = all;

    public IReadOnlyList<JsonObject> All { get; }

    /// <summary>Renders a values file.</summary>
    public static async Task<Manifests> Of(string values, params string[] more) => new(Read((await Helm.Template(values, more)).Succeeded().Text));

    public IReadOnlyList<JsonObject> OfKind(string kind) => [.. All.Where(m => (string?)m["kind"] == kind)];

    public JsonObject? Find(string kind, string name) => OfKind(kind).SingleOrDefault(m => NameOf(m) == name);

    /// <summary>The stateful set of a role.</summary>
    public JsonObject Workload(string role) => OfKind("StatefulSet").Single(w => (string?)w["metadata"]!["labels"]!["app.kubernetes.io/component"] == role);

    /// <summary>Name and template of everything that becomes pods.</summary>
    public IEnumerable<(string Name, JsonNode Pod)> Pods() =>
        OfKind("StatefulSet").Select(w => (NameOf(w), w["spec"]!["template"]!)).Concat(OfKind("Pod").Select(p => (NameOf(p), (JsonNode)p)));

    public static string NameOf(JsonNode manifest) => (string)manifest["metadata"]!["name"]!;

    public static JsonArray Containers(JsonNode pod) => [.. new[] { "initContainers", "containers" }.SelectMany(k => pod["spec"]![k]?.AsArray() ?? []).Select(c => c!.DeepClone())];

    /// <summary>The words of the command line; <c>--name=value</c> as it stands.</summary>
    public static IReadOnlyList<string> Arguments(JsonNode container) => [.. container["args"]!.AsArray().Select(a => (string)a!)];

    /// <summary>Values of an option.</summary>
    public static IReadOnlyList<string> Option(JsonNode container, string name) =>
        [.. Arguments(container).Where(a => a.StartsWith(name + "=", StringComparison.Ordinal)).Select(a => a[(name.Length + 1)..])];

    /// <summary>True when a selector chooses these labels.</summary>
    public static bool Selects(JsonNode selector, JsonNode labels) => selector.AsObject().All(s => (string?)labels[s.Key] == (string?)s.Value);

    /// <summary>All documents of a stream; a key that stands twice is an error.</summary>
    public static IReadOnlyList<JsonObject> Read(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(d => Convert(d.RootNode)).OfType<JsonObject>()];
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Convert(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "null" or "~" } => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } scalar => scalar.Value == "true",
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when long.TryParse(scalar.Value, out var number) => number,
        YamlScalarNode scalar => scalar.Value,
        _ => throw new InvalidOperationException($"{node.NodeType} is not expected"),
    };
}
