using ToolZero.Core.Data;
using ToolZero.Model.Configuration;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Configuration;

public sealed class ModelConfigSpecs
{
    private const string Core = """
        "vocab_size": 320, "hidden_size": 64, "intermediate_size": 160, "num_hidden_layers": 3, "num_attention_heads": 4
        """;

    [Fact]
    public void Older_and_newer_spellings_mean_the_same()
    {
        var older = Read($$"""
            {"model_type": "llama", {{Core}}, "num_key_value_heads": 2, "torch_dtype": "bfloat16", "rope_theta": 500000.0,
             "rope_scaling": {"type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192},
             "eos_token_id": [5, 6]}
            """);
        var newer = Read($$"""
            {"model_type": "llama", {{Core}}, "num_key_value_heads": 2, "dtype": "bfloat16",
             "rope_parameters": {"rope_theta": 500000.0, "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192},
             "eos_token_id": [5, 6]}
            """);
        Assert.Equal(older, newer);
        Assert.Equal(new RopeScaling(8, 1, 4, 8192), newer.RopeScaling);
        Assert.Equal(500000, newer.RopeTheta);
        Assert.Equal(ScalarType.BFloat16, newer.StoredType);
        Assert.Equal<int>([5, 6], newer.EndOfSequenceIds);
    }

    [Fact]
    public void Families_differ_in_their_defaults()
    {
        var qwen2 = Read($$"""{"model_type": "qwen2", {{Core}}, "eos_token_id": 7}""");
        Assert.True(qwen2.AttentionBias);
        Assert.False(qwen2.OutputBias);
        Assert.Equal(16, qwen2.HeadDim);
        Assert.Equal(4, qwen2.KeyValueHeads);
        Assert.Equal<int>([7], qwen2.EndOfSequenceIds);
        var qwen3 = Read($$"""{"model_type": "qwen3", {{Core}}}""");
        Assert.True(qwen3.QueryKeyNorm);
        Assert.False(qwen3.AttentionBias);
        Assert.Equal(128, qwen3.HeadDim);
        Assert.Empty(qwen3.EndOfSequenceIds);
        var llama = Read($$"""{"model_type": "llama", {{Core}}, "attention_bias": true, "rope_scaling": null, "eos_token_id": null}""");
        Assert.True(llama.OutputBias);
        Assert.Null(llama.RopeScaling);
        Assert.Equal(2048, llama.MaxPositions);
    }

    [Theory]
    [InlineData("""{"model_type": "gpt2", CORE}""", "model_type: \"gpt2\" is not supported")]
    [InlineData("""{CORE}""", "model_type: is missing")]
    [InlineData("""{"model_type": "llama", "hidden_size": 64}""", "num_attention_heads: is missing")]
    [InlineData("""{"model_type": "llama", CORE, "num_key_value_heads": 3}""", "num_key_value_heads: 3 does not divide")]
    [InlineData("""{"model_type": "llama", CORE, "head_dim": 7}""", "head_dim: 7 is odd")]
    [InlineData("""{"model_type": "llama", CORE, "head_dim": "8"}""", "head_dim: must be a whole number, not \"8\"")]
    [InlineData("""{"model_type": "llama", CORE, "head_dim": -8}""", "head_dim: -8 is not between")]
    [InlineData("""{"model_type": "llama", CORE, "head_dim": 1e300}""", "head_dim: must be a whole number")]
    [InlineData("""{"model_type": "llama", CORE, "num_hidden_layers": 0}""", "num_hidden_layers: 0 is not between")]
    [InlineData("""{"model_type": "llama", CORE, "rms_norm_eps": 0}""", "rms_norm_eps: 0 is not between")]
    [InlineData("""{"model_type": "llama", CORE, "rope_theta": true}""", "rope_theta: must be a number")]
    [InlineData("""{"model_type": "llama", CORE, "rope_scaling": {"rope_type": "yarn", "factor": 4}}""", "rope_scaling.rope_type: \"yarn\" is not supported")]
    [InlineData("""{"model_type": "llama", CORE, "rope_scaling": {"rope_type": "llama3", "factor": 4}}""", "rope_scaling.low_freq_factor: is missing")]
    [InlineData("""{"model_type": "llama", CORE, "eos_token_id": 320}""", "eos_token_id: 320 is not an id")]
    [InlineData("""{"model_type": "llama", CORE, "eos_token_id": [1, "x"]}""", "eos_token_id: must be a whole number")]
    [InlineData("""{"model_type": "llama", CORE, "torch_dtype": "float8"}""", "torch_dtype: \"float8\" is not supported")]
    [InlineData("""{"model_type": "llama", CORE, "hidden_act": "gelu"}""", "hidden_act: \"gelu\" is not supported")]
    [InlineData("""{"model_type": "llama", CORE, "tie_word_embeddings": 1}""", "tie_word_embeddings: must be true or false")]
    [InlineData("""{"model_type": "qwen2", CORE, "use_sliding_window": true}""", "use_sliding_window: sliding-window attention is not supported")]
    [InlineData("""{"model_type": "llama", CORE, "quantization_config": {}}""", "quantization_config: quantised weights")]
    [InlineData("""{"model_type": "llama", """, "not valid JSON at line 1")]
    [InlineData("""[]""", "must be a JSON object")]
    public void Errors_name_file_and_field_in_one_line(string json, string expected)
    {
        // A field that is given twice counts as its last value, as JSON readers do.
        var error = Assert.Throws<DataException>(() => Read(json.Replace("CORE", Core, StringComparison.Ordinal)));
        Assert.StartsWith("m/config.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(ModelFamily.Qwen2, true)]
    [InlineData(ModelFamily.Qwen3, false)]
    [InlineData(ModelFamily.Llama, true)]
    public void What_is_written_is_read_back(ModelFamily family, bool tied)
    {
        var config = TestModels.Config(family, tied: tied, bias: true) with
        {
            StoredType = ScalarType.BFloat16,
            RopeScaling = family == ModelFamily.Llama ? new RopeScaling(8, 1, 4, 8192) : null,
            EndOfSequenceIds = [1, 2],
            BeginOfSequenceId = null,
        };
        using var folder = new TemporaryFolder();
        config.Write(folder.Path);
        Assert.Equal(config, ModelConfig.Read(folder.Path));
        Assert.Equal(["config.json"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<DataException>(() => ModelConfig.Read("/nowhere"));
        Assert.StartsWith("/nowhere: cannot be read", error.Message, StringComparison.Ordinal);
    }

    private static ModelConfig Read(string json) => ModelConfig.Parse(json, "m/config.json");
}
