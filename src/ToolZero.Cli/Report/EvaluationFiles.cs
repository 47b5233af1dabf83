using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace ToolZero.Cli.Report;

/// <summary>
/// Finds the evaluations of a run folder: <c>evaluations/step_N.json</c>, where N steps are in the weights, and what summary.json says about
/// the base model and the final weights. A field that is absent is empty.
/// </summary>
internal static class EvaluationFiles
{
    private const string Prefix = "step_";

    public static ImmutableSortedDictionary<long, Evaluation> Read(string folder, JsonElement? summary, Func<string, JsonElement?> json)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<long, Evaluation>();
        if (summary is { } s)
        {
            if (Find(s, "baseline") is { } baseline) found[0] = Of(baseline);
            if (Find(s, "final") is { } final && Find(s, "steps") is { ValueKind: JsonValueKind.Number } steps) found[Math.Max(1, steps.GetInt64())] = Of(final);
        }

        var evaluations = Path.Combine(folder, "evaluations");
        if (!Directory.Exists(evaluations)) return found.ToImmutable();
        foreach (var path in Directory.EnumerateFiles(evaluations, Prefix + "*.json"))
        {
            var name = Path.GetFileNameWithoutExtension(path).AsSpan(Prefix.Length);
            if (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var step) && json(path) is { } evaluation) found[step] = Of(evaluation);
        }

        return found.ToImmutable();
    }

    private static Evaluation Of(JsonElement json) => new(
        Number(json, "success"),
        Number(json, "format"),
        (int)Number(json, "tasks"),
        Numbers(json, "byCategory"))
    {
        Truncation = Number(json, "truncation"),
        Samples = Find(json, "samples") is { ValueKind: JsonValueKind.Array } samples ? [.. samples.EnumerateArray().Select(SampleOf)] : [],
    };

    private static Sample SampleOf(JsonElement json) => new(
        Text(json, "taskId"),
        Text(json, "category"),
        Text(json, "prompt") is { Length: > 0 } prompt ? prompt : Text(json, "request"),
        Text(json, "reference"),
        Text(json, "completion"),
        Find(json, "success") is { ValueKind: JsonValueKind.True },
        Numbers(json, "parts"));

    private static JsonElement? Find(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static double Number(JsonElement json, string name) => Find(json, name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : 0;

    private static string Text(JsonElement json, string name) => Find(json, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    private static ImmutableSortedDictionary<string, double> Numbers(JsonElement json, string name) =>
        Find(json, name) is { ValueKind: JsonValueKind.Object } value
            ? value.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Number)
                .ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetDouble(), StringComparer.Ordinal)
            : ImmutableSortedDictionary<string, double>.Empty;
}
