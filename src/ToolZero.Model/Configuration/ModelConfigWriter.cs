using System.Text.Json;
using static TorchSharp.torch;

namespace ToolZero.Model.Configuration;

/// <summary>
/// Writes config.json so that Hugging Face transformers loads the checkpoint. The older spellings (torch_dtype, rope_theta,
/// rope_scaling) are written because every version reads them.
/// </summary>
internal static class ModelConfigWriter
{
    public static void Write(Stream stream, ModelConfig config, ScalarType? storedType)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartArray("architectures");
        json.WriteStringValue($"{config.Family}ForCausalLM");
        json.WriteEndArray();
        json.WriteString("model_type", config.Family switch
        {
            ModelFamily.Qwen2 => "qwen2",
            ModelFamily.Qwen3 => "qwen3",
            _ => "llama",
        });
        if (storedType is { } type)
        {
            json.WriteString("torch_dtype", type switch
            {
                ScalarType.BFloat16 => "bfloat16",
                ScalarType.Float16 => "float16",
                _ => "float32",
            });
        }

        json.WriteNumber("vocab_size", config.VocabSize);
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("intermediate_size", config.IntermediateSize);
        json.WriteNumber("num_hidden_layers", config.Layers);
        json.WriteNumber("num_attention_heads", config.Heads);
        json.WriteNumber("num_key_value_heads", config.KeyValueHeads);
        json.WriteNumber("head_dim", config.HeadDim);
        json.WriteString("hidden_act", "silu");
        json.WriteNumber("max_position_embeddings", config.MaxPositions);
        json.WriteNumber("rms_norm_eps", config.RmsNormEpsilon);
        json.WriteNumber("rope_theta", config.RopeTheta);
        WriteScaling(json, config.RopeScaling);
        // Qwen2 has no such field: its three biases are part of the architecture.
        if (config.Family != ModelFamily.Qwen2) json.WriteBoolean("attention_bias", config.AttentionBias);
        json.WriteBoolean("tie_word_embeddings", config.TiedEmbeddings);
        WriteIds(json, config);
        if (config.Family != ModelFamily.Llama) json.WriteBoolean("use_sliding_window", false);
        json.WriteNumber("initializer_range", 0.02);
        json.WriteBoolean("use_cache", true);
        json.WriteEndObject();
    }

    private static void WriteScaling(Utf8JsonWriter json, RopeScaling? scaling)
    {
        if (scaling is null) return;
        json.WriteStartObject("rope_scaling");
        json.WriteString("rope_type", "llama3");
        json.WriteNumber("factor", scaling.Factor);
        json.WriteNumber("low_freq_factor", scaling.LowFrequencyFactor);
        json.WriteNumber("high_freq_factor", scaling.HighFrequencyFactor);
        json.WriteNumber("original_max_position_embeddings", scaling.OriginalMaxPositions);
        json.WriteEndObject();
    }

    private static void WriteIds(Utf8JsonWriter json, ModelConfig config)
    {
        if (config.BeginOfSequenceId is { } bos) json.WriteNumber("bos_token_id", bos);
        else json.WriteNull("bos_token_id");
        switch (config.EndOfSequenceIds)
        {
            case []:
                json.WriteNull("eos_token_id");
                break;
            case [var only]:
                json.WriteNumber("eos_token_id", only);
                break;
            default:
                json.WriteStartArray("eos_token_id");
                foreach (var id in config.EndOfSequenceIds) json.WriteNumberValue(id);
                json.WriteEndArray();
                break;
        }
    }
}
