using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Data;
using static TorchSharp.torch;

namespace ToolZero.Model.Configuration;

/// <summary>
/// Fields of a Hugging Face config.json, in their older and newer spellings (torch_dtype/dtype, rope_theta and rope_scaling /
/// rope_parameters, type/rope_type), with the defaults of the respective configuration class.
/// </summary>
internal sealed class ModelConfigReader(JsonElement root, string where)
{
    public ModelConfig Read()
    {
        if (root.ValueKind != JsonValueKind.Object) throw Bad("(root)", "must be a JSON object");
        var family = Family();
        RefuseWhatIsNotComputed();
        var hidden = RequiredInt("hidden_size");
        var heads = RequiredInt("num_attention_heads");
        var (theta, scaling) = Rope();
        return new ModelConfig
        {
            Family = family,
            VocabSize = RequiredInt("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = RequiredInt("intermediate_size"),
            Layers = RequiredInt("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = Int(root, "num_key_value_heads", "") ?? heads,
            HeadDim = Int(root, "head_dim", "") ?? DefaultHeadDim(family, hidden, heads),
            MaxPositions = Int(root, "max_position_embeddings", "") ?? (family == ModelFamily.Llama ? 2048 : 32768),
            RmsNormEpsilon = Number(root, "rms_norm_eps", "") ?? 1e-6,
            RopeTheta = theta,
            RopeScaling = scaling,
            AttentionBias = Flag("attention_bias") ?? false,
            TiedEmbeddings = Flag("tie_word_embeddings") ?? false,
            EndOfSequenceIds = Ids("eos_token_id"),
            BeginOfSequenceId = Ids("bos_token_id") is [var first, ..] ? first : null,
            StoredType = StoredType(),
        }.Validated(where);
    }

    private ModelFamily Family()
    {
        var type = Text(root, "model_type", "") ?? throw Bad("model_type", "is missing; qwen2, qwen3 and llama are supported");
        return type switch
        {
            "qwen2" => ModelFamily.Qwen2,
            "qwen3" => ModelFamily.Qwen3,
            "llama" => ModelFamily.Llama,
            _ => throw Bad("model_type", $"\"{Short(type)}\" is not supported; qwen2, qwen3 and llama are"),
        };
    }

    private void RefuseWhatIsNotComputed()
    {
        var activation = Text(root, "hidden_act", "");
        if (activation is not (null or "silu" or "swish")) throw Bad("hidden_act", $"\"{Short(activation)}\" is not supported; silu is");
        if (Flag("use_sliding_window") == true) throw Bad("use_sliding_window", "sliding-window attention is not supported; it must be false");
        if (Flag("mlp_bias") == true) throw Bad("mlp_bias", "a bias in the feed-forward layer is not supported; it must be false");
        if (Property(root, "quantization_config") is not null) throw Bad("quantization_config", "quantised weights are not supported; use a bf16, f16 or f32 checkpoint");
        if (Number(root, "partial_rotary_factor", "") is { } part && part != 1) throw Bad("partial_rotary_factor", $"{part} is not supported; it must be 1");
    }

    private int DefaultHeadDim(ModelFamily family, int hidden, int heads)
    {
        if (family == ModelFamily.Qwen3) return 128;
        if (heads < 1 || hidden % heads != 0) throw Bad("head_dim", $"is missing and hidden_size {hidden} is no multiple of num_attention_heads {heads}");
        return hidden / heads;
    }

    private (double Theta, RopeScaling? Scaling) Rope()
    {
        var theta = Number(root, "rope_theta", "");
        var name = Property(root, "rope_parameters") is not null ? "rope_parameters" : "rope_scaling";
        if (Property(root, name) is not { } rope) return (theta ?? 10000, null);
        if (rope.ValueKind != JsonValueKind.Object) throw Bad(name, "must be an object or null");
        var prefix = name + ".";
        theta = Number(rope, "rope_theta", prefix) ?? theta ?? 10000;
        var kind = Text(rope, "rope_type", prefix) ?? Text(rope, "type", prefix) ?? "default";
        return kind switch
        {
            "default" => (theta.Value, null),
            "llama3" => (theta.Value, new RopeScaling(
                Number(rope, "factor", prefix) ?? throw Bad(prefix + "factor", "is missing"),
                Number(rope, "low_freq_factor", prefix) ?? throw Bad(prefix + "low_freq_factor", "is missing"),
                Number(rope, "high_freq_factor", prefix) ?? throw Bad(prefix + "high_freq_factor", "is missing"),
                Int(rope, "original_max_position_embeddings", prefix) ?? throw Bad(prefix + "original_max_position_embeddings", "is missing"))),
            _ => throw Bad(prefix + "rope_type", $"\"{Short(kind)}\" is not supported; default and llama3 are"),
        };
    }

    private ScalarType? StoredType()
    {
        var text = Text(root, "dtype", "") ?? Text(root, "torch_dtype", "");
        return text?.Replace("torch.", "", StringComparison.Ordinal) switch
        {
            null or "auto" => null,
            "float32" or "float" => ScalarType.Float32,
            "bfloat16" => ScalarType.BFloat16,
            "float16" or "half" => ScalarType.Float16,
            _ => throw Bad("torch_dtype", $"\"{Short(text)}\" is not supported; float32, bfloat16 and float16 are"),
        };
    }

    private ImmutableArray<int> Ids(string field)
    {
        if (Property(root, field) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Array) return [Integer(value, field)];
        if (value.GetArrayLength() > 1024) throw Bad(field, "holds more than 1024 ids");
        return [.. value.EnumerateArray().Select(item => Integer(item, field)).Distinct()];
    }

    private int RequiredInt(string field) => Int(root, field, "") ?? throw Bad(field, "is missing");

    private int? Int(JsonElement owner, string field, string prefix) => Property(owner, field) is { } value ? Integer(value, prefix + field) : null;

    private int Integer(JsonElement value, string field) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue
            ? (int)number
            : throw Bad(field, $"must be a whole number, not {Short(value.GetRawText())}");

    private double? Number(JsonElement owner, string field, string prefix)
    {
        if (Property(owner, field) is not { } value) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw Bad(prefix + field, $"must be a number, not {Short(value.GetRawText())}");
    }

    private bool? Flag(string field) => Property(root, field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Bad(field, $"must be true or false, not {Short(value.GetRawText())}"),
    };

    private string? Text(JsonElement owner, string field, string prefix) => Property(owner, field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw Bad(prefix + field, $"must be a string, not {Short(value.GetRawText())}"),
    };

    private static JsonElement? Property(JsonElement owner, string field) =>
        owner.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 40 ? line : line[..40] + "…";
    }

    private DataException Bad(string field, string problem) => new($"{where}: {field}: {problem}");
}
