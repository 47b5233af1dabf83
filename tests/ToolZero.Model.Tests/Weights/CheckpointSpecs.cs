using ToolZero.Core.Data;
using ToolZero.Model.Configuration;
using ToolZero.Model.Tests.Decoding;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Weights;

public sealed class CheckpointSpecs
{
    [Theory]
    [InlineData(ScalarType.Float32, long.MaxValue)]
    [InlineData(ScalarType.BFloat16, long.MaxValue)]
    [InlineData(ScalarType.Float16, long.MaxValue)]
    [InlineData(ScalarType.Float32, 20_000)]
    [InlineData(ScalarType.BFloat16, 1)]
    public void A_saved_decoder_is_loaded_bit_for_bit(ScalarType type, long maxShardBytes)
    {
        using var folder = new TemporaryFolder();
        using var made = DecoderWeights.Random(TestModels.Config(bias: true), 3);
        using var weights = made.To(type);
        Checkpoint.Save(folder.Path, weights, maxShardBytes: maxShardBytes);
        using var loaded = Checkpoint.Load(folder.Path);
        Assert.Equal(type, loaded.Type);
        Assert.Equal(weights.Sha256(), loaded.Sha256());
        Assert.Equal(weights.Config with { StoredType = type }, loaded.Config);
        Assert.Equal(maxShardBytes != long.MaxValue, File.Exists(folder["model.safetensors.index.json"]));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.partial"));
        using var wide = Checkpoint.Load(folder.Path, ScalarType.Float32);
        using var expected = weights.To(ScalarType.Float32);
        Assert.Equal(expected.Sha256(), wide.Sha256());
    }

    [Fact]
    public void Saving_again_in_another_layout_leaves_no_stale_files()
    {
        using var folder = new TemporaryFolder();
        using var first = DecoderWeights.Random(TestModels.Config(), 3);
        using var second = DecoderWeights.Random(TestModels.Config(), 4);
        Checkpoint.Save(folder.Path, first, maxShardBytes: 20_000);
        Checkpoint.Save(folder.Path, second);
        using (var loaded = Checkpoint.Load(folder.Path)) Assert.Equal(second.Sha256(), loaded.Sha256());
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        Checkpoint.Save(folder.Path, first, maxShardBytes: 30_000);
        using (var loaded = Checkpoint.Load(folder.Path)) Assert.Equal(first.Sha256(), loaded.Sha256());
    }

    [Fact]
    public void Random_weights_are_the_same_on_every_machine()
    {
        var config = TestModels.Config(ModelFamily.Qwen2, tied: true);
        using var one = DecoderWeights.Random(config, 12);
        using var two = DecoderWeights.Random(config, 12);
        using var other = DecoderWeights.Random(config, 13);
        Assert.Equal(one.Sha256(), two.Sha256());
        Assert.NotEqual(one.Sha256(), other.Sha256());
        Assert.StartsWith("18402e6eae171e48123fad8f67068b82aec21562", one.Sha256(), StringComparison.Ordinal);
        using var scope = NewDisposeScope();
        Assert.Equal(0.02, one["model.embed_tokens.weight"].std().item<float>(), 1e-3);
        Assert.Equal(0.01, one["model.layers.1.mlp.down_proj.weight"].std().item<float>(), 1e-3);
    }

    [Fact]
    public void Names_are_those_of_hugging_face_in_order_of_use()
    {
        using var weights = DecoderWeights.Random(TestModels.Config(ModelFamily.Qwen3, layers: 1, bias: true), 1);
        Assert.Equal(
            [
                "model.embed_tokens.weight", "model.layers.0.input_layernorm.weight", "model.layers.0.self_attn.q_proj.weight", "model.layers.0.self_attn.q_proj.bias",
                "model.layers.0.self_attn.k_proj.weight", "model.layers.0.self_attn.k_proj.bias", "model.layers.0.self_attn.v_proj.weight", "model.layers.0.self_attn.v_proj.bias",
                "model.layers.0.self_attn.o_proj.weight", "model.layers.0.self_attn.o_proj.bias", "model.layers.0.self_attn.q_norm.weight", "model.layers.0.self_attn.k_norm.weight",
                "model.layers.0.post_attention_layernorm.weight", "model.layers.0.mlp.gate_proj.weight", "model.layers.0.mlp.up_proj.weight", "model.layers.0.mlp.down_proj.weight",
                "model.norm.weight", "lm_head.weight",
            ],
            weights.Names);
        Assert.Equal(weights.Names.Sum(n => weights[n].NumberOfElements), weights.ParameterCount);
    }

    [Fact]
    public void A_clone_has_values_of_its_own_and_copies_flow_back()
    {
        using var weights = DecoderWeights.Random(TestModels.Config(), 1);
        using var clone = weights.Clone();
        var hash = weights.Sha256();
        Assert.Equal(hash, clone.Sha256());
        using (no_grad()) clone["model.norm.weight"].mul_(2);
        Assert.NotEqual(hash, clone.Sha256());
        Assert.Equal(hash, weights.Sha256());
        weights.CopyFrom(clone);
        Assert.Equal(clone.Sha256(), weights.Sha256());
    }

    [Fact]
    public void Weights_outlive_the_dispose_scope_they_were_made_in()
    {
        DecoderWeights weights;
        using (NewDisposeScope()) weights = DecoderWeights.Random(TestModels.Config(), 1);
        using (weights) Assert.Equal(64, weights.Sha256().Length);
    }

    [Fact]
    public void Missing_and_foreign_and_misshapen_tensors_are_named()
    {
        using var folder = new TemporaryFolder();
        using var weights = DecoderWeights.Random(TestModels.Config(layers: 1), 1);
        var all = weights.Names.Select(n => KeyValuePair.Create(n, weights[n])).ToList();
        weights.Config.Write(folder.Path);

        SafeTensors.Write(folder["model.safetensors"], all[1..]);
        Refused("tensor 'model.embed_tokens.weight' is missing");
        SafeTensors.Write(folder["model.safetensors"], [.. all, KeyValuePair.Create("extra", weights["model.norm.weight"])]);
        Refused("tensor 'extra' is not one of the decoder");
        SafeTensors.Write(folder["model.safetensors"], [KeyValuePair.Create(all[0].Key, weights["model.norm.weight"]), .. all[1..]]);
        Refused("tensor 'model.embed_tokens.weight' has shape [48], config.json asks for [96, 48]");
        using var integers = ones(96, 48, dtype: ScalarType.Int64);
        SafeTensors.Write(folder["model.safetensors"], [KeyValuePair.Create(all[0].Key, integers), .. all[1..]]);
        Refused("has dtype I64");
        File.Delete(folder["model.safetensors"]);
        Refused("has neither model.safetensors nor model.safetensors.index.json");

        void Refused(string expected)
        {
            var error = Assert.Throws<DataException>(() => Checkpoint.Load(folder.Path));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Theory]
    [InlineData("""{"weight_map": {"model.norm.weight": "../secret.safetensors"}}""", "needs the name of a file in the same folder")]
    [InlineData("""{"weight_map": {"model.norm.weight": 3}}""", "needs the name of a file in the same folder")]
    [InlineData("""{"weight_map": []}""", "weight_map: must be an object")]
    [InlineData("""{"weight_map": {"a": "b.safetensors", "a": "b.safetensors"}}""", "'a' is named twice")]
    [InlineData("""{"weight_map": {"model.norm.weight": "gone.safetensors"}}""", "gone.safetensors: cannot be opened")]
    [InlineData("""{"weight""", "cannot be read as JSON")]
    public void A_bad_index_is_refused(string json, string expected)
    {
        using var folder = new TemporaryFolder();
        TestModels.Config().Write(folder.Path);
        File.WriteAllText(folder["model.safetensors.index.json"], json);
        var error = Assert.Throws<DataException>(() => Checkpoint.Load(folder.Path));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [SkippableTheory]
    [Trait("Category", "Golden")]
    [InlineData("qwen2-tied-f32")]
    [InlineData("qwen2-untied-bf16-sharded")]
    [InlineData("qwen3-f32")]
    public void Reference_models_survive_a_round_trip(string model)
    {
        using var weights = Checkpoint.Load(GoldenModels.Folder(model));
        Assert.Equal(weights.Config.StoredType, weights.Type);
        using var folder = new TemporaryFolder();
        Checkpoint.Save(folder.Path, weights, maxShardBytes: 100_000);
        using var again = Checkpoint.Load(folder.Path);
        Assert.Equal(weights.Sha256(), again.Sha256());
        Assert.Equal(weights.Config, again.Config);
    }
}
