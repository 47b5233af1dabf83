using System.Text.Json;
using ToolZero.Core.Data;

namespace ToolZero.Model.Adapters;

/// <summary>adapter_config.json in the layout of PEFT: which adapters the folder holds, and of which base.</summary>
/// <param name="Settings">The adapters.</param>
/// <param name="Base">base_model_name_or_path, as it stands there.</param>
public sealed record AdapterConfig(AdapterSettings Settings, string Base)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>The text of an adapter_config.json.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            json.WriteStartObject();
            json.WriteString("base_model_name_or_path", Base);
            json.WriteString("peft_type", "LORA");
            json.WriteString("task_type", "CAUSAL_LM");
            json.WriteNumber("r", Settings.Rank);
            json.WriteNumber("lora_alpha", Settings.Alpha);
            json.WriteNumber("lora_dropout", 0.0);
            json.WriteStartArray("target_modules");
            foreach (var target in Settings.Targets) json.WriteStringValue(target);
            json.WriteEndArray();
            json.WriteString("bias", "none");
            json.WriteBoolean("fan_in_fan_out", false);
            json.WriteBoolean("inference_mode", true);
            json.WriteBoolean("init_lora_weights", true);
            json.WriteBoolean("use_dora", false);
            json.WriteBoolean("use_rslora", false);
            foreach (var none in new[] { "auto_mapping", "layers_pattern", "layers_to_transform", "modules_to_save", "revision" }) json.WriteNull(none);
            foreach (var empty in new[] { "alpha_pattern", "rank_pattern" })
            {
                json.WriteStartObject(empty);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Reads an adapter_config.json.</summary>
    /// <exception cref="DataException">Not readable, or of adapters that are computed in another way: one line that names the field.</exception>
    public static AdapterConfig Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw Bad(file, "(root)", "must be a JSON object");
            RefuseWhatIsNotComputed(root, file);
            var targets = Targets(root, file);
            return new AdapterConfig(AdapterSettings.Of(Rank(root, file), Alpha(root, file), targets), BaseName(root, file));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw new DataException($"{file}: cannot be read as JSON ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }

    private static void RefuseWhatIsNotComputed(JsonElement root, string file)
    {
        if (Field(root, "peft_type") is not { ValueKind: JsonValueKind.String } type || type.GetString() != "LORA") throw Bad(file, "peft_type", "must be LORA; other adapters are not supported");
        if (Field(root, "bias") is { ValueKind: JsonValueKind.String } bias && bias.GetString() != "none") throw Bad(file, "bias", "must be none: biases are not trained");
        foreach (var flag in new[] { "use_dora", "use_rslora", "fan_in_fan_out" })
            if (Field(root, flag) is { ValueKind: JsonValueKind.True }) throw Bad(file, flag, "must be false; this form of adapters is not supported");
        foreach (var list in new[] { "modules_to_save", "layers_to_transform" })
            if (Field(root, list) is { ValueKind: not JsonValueKind.Null } value && !(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0)) throw Bad(file, list, "must be null: adapters are on all layers, and nothing else is saved");
        foreach (var pattern in new[] { "rank_pattern", "alpha_pattern" })
            if (Field(root, pattern) is { ValueKind: JsonValueKind.Object } value && value.EnumerateObject().Any()) throw Bad(file, pattern, "must be empty: all adapters have one rank and one alpha");
    }

    private static int Rank(JsonElement root, string file) =>
        Field(root, "r") is { ValueKind: JsonValueKind.Number } r && r.TryGetInt32(out var rank) && rank is > 0 and <= 65_536 ? rank : throw Bad(file, "r", "must be a whole number from 1 to 65536");

    private static double Alpha(JsonElement root, string file) =>
        Field(root, "lora_alpha") is { ValueKind: JsonValueKind.Number } alpha && alpha.GetDouble() is > 0 and < 1e9 ? alpha.GetDouble() : throw Bad(file, "lora_alpha", "must be a number above 0");

    private static List<string> Targets(JsonElement root, string file)
    {
        if (Field(root, "target_modules") is not { ValueKind: JsonValueKind.Array } array) throw Bad(file, "target_modules", "must be a list of projections");
        var targets = array.EnumerateArray().Select(t => t.ValueKind == JsonValueKind.String ? t.GetString()! : "").ToList();
        var other = targets.FirstOrDefault(t => !AdapterSettings.AllTargets.Contains(t));
        if (other is not null) throw Bad(file, "target_modules", $"\"{(other.Length > 40 ? other[..40] + "…" : other)}\" is not one of {string.Join(", ", AdapterSettings.AllTargets)}");
        return targets.Count > 0 ? targets : throw Bad(file, "target_modules", "must name at least one projection");
    }

    private static string BaseName(JsonElement root, string file) =>
        Field(root, "base_model_name_or_path") is { ValueKind: JsonValueKind.String } name && name.GetString() is { Length: > 0 } path && !path.Contains('\0')
            ? path
            : throw Bad(file, "base_model_name_or_path", "must be the folder of the base model");

    private static JsonElement? Field(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value : null;

    private static DataException Bad(string file, string field, string what) => new($"{file}: {field} {what}");
}
