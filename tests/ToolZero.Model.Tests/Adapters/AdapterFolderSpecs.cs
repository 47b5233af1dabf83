using System.Text.Json;
using ToolZero.Core.Data;
using ToolZero.Model.Adapters;
using ToolZero.Model.Tests.Training;
using ToolZero.Model.Weights;
using ToolZero.Model.Weights.Transfer;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Adapters;

public sealed class AdapterFolderSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Base => Path.Combine(_folder.Path, "base");

    private string Folder => Path.Combine(_folder.Path, "adapters");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_has_the_layout_of_peft()
    {
        Write();
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "adapter_config.json")));
        var root = config.RootElement;
        Assert.Equal(("LORA", 3, 6, "none"), (root.GetProperty("peft_type").GetString(), root.GetProperty("r").GetInt32(), root.GetProperty("lora_alpha").GetInt32(), root.GetProperty("bias").GetString()));
        Assert.Equal(AdapterSettings.AllTargets, root.GetProperty("target_modules").EnumerateArray().Select(t => t.GetString()!));
        using var file = SafeTensorsFile.Open(Path.Combine(Folder, "adapter_model.safetensors"));
        Assert.Equal(2 * 7 * 2, file.Header.Entries.Length);
        Assert.Equal<long>([3, 32], file.Find("base_model.model.model.layers.1.self_attn.q_proj.lora_A.weight")!.Shape);
        Assert.Equal<long>([48, 3], file.Find("base_model.model.model.layers.0.mlp.gate_proj.lora_B.weight")!.Shape);
    }

    [Fact]
    public void What_is_saved_is_loaded_and_the_folder_is_a_model_together_with_its_base()
    {
        Write();
        using var weights = TrainingCases.Weights();
        using var adapters = AdapterCases.Random();
        using var loaded = AdapterFolder.Load(Folder, weights.Config);
        Assert.Equal(adapters.Sha256(), loaded.Sha256());
        Assert.Equal(adapters.Settings, loaded.Settings);
        using var merged = AdapterMerge.Merge(weights, adapters);
        using var model = Checkpoint.Load(Folder);
        Assert.Equal(merged.Sha256(), model.Sha256());
        Checkpoint.Check(Folder);
        Assert.Equal(weights.Config.HiddenSize, Checkpoint.ReadConfig(Folder).HiddenSize);

        // A path that is relative to the folder moves with it.
        Edit("\"" + Base.Replace("\\", "\\\\", StringComparison.Ordinal) + "\"", "\"../base\"");
        using var again = Checkpoint.Load(Folder, ScalarType.BFloat16);
        Assert.Equal(ScalarType.BFloat16, again.Type);
    }

    [Theory]
    [InlineData("\"r\": 3", "\"r\": 0", "r must be a whole number")]
    [InlineData("\"r\": 3", "\"r\": 4", "has shape [3, 32], adapter_config.json asks for [4, 32]")]
    [InlineData("\"LORA\"", "\"IA3\"", "peft_type must be LORA")]
    [InlineData("\"use_rslora\": false", "\"use_rslora\": true", "use_rslora must be false")]
    [InlineData("\"bias\": \"none\"", "\"bias\": \"all\"", "bias must be none")]
    [InlineData("\"modules_to_save\": null", "\"modules_to_save\": [\"lm_head\"]", "modules_to_save must be null")]
    [InlineData("\"q_proj\"", "\"lm_head\"", "\"lm_head\" is not one of q_proj")]
    [InlineData("\"down_proj\"", "\"up_proj\"", "is not one of the adapters")]
    [InlineData("\"lora_alpha\": 6", "\"lora_alpha\": -6", "lora_alpha must be a number above 0")]
    [InlineData("\"base_model_name_or_path\": \"", "\"base_model_name_or_path\": \"/nowhere", "is no folder here")]
    [InlineData("{", "[", "cannot be read as JSON")]
    public void What_is_wrong_is_one_line_that_names_it(string old, string other, string message)
    {
        Write();
        Edit(old, other);
        foreach (var use in new Action[] { () => Checkpoint.Load(Folder).Dispose(), () => Checkpoint.Check(Folder) })
        {
            var error = Assert.Throws<DataException>(use);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void Another_base_of_the_same_shape_is_refused_and_the_same_weights_in_other_files_are_not()
    {
        Write();
        using (var weights = TrainingCases.Weights())
        {
            Assert.Equal(weights.Sha256(), Checkpoint.Sha256(Base));
            Checkpoint.Save(Base, weights, maxShardBytes: 4096);
            Assert.Equal(weights.Sha256(), Checkpoint.Sha256(Base));
        }

        Checkpoint.Load(Folder).Dispose();
        using (var other = TrainingCases.Weights(99)) Checkpoint.Save(Base, other);
        var error = Assert.Throws<DataException>(() => Checkpoint.Load(Folder));
        Assert.Contains("adapter_model.safetensors: these adapters were trained over a base whose weights have the hash", error.Message, StringComparison.Ordinal);
        Assert.Contains(Base, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);

        // PEFT does not name the hash of the base.
        using var adapters = AdapterCases.Random();
        SafeTensors.Write(Path.Combine(Folder, "adapter_model.safetensors"), [.. adapters.Names.Select(name => KeyValuePair.Create(name, adapters[name]))]);
        Checkpoint.Load(Folder).Dispose();
        Assert.Contains("holds adapters", Assert.Throws<DataException>(() => AdapterBase.Of(Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Adapters_of_adapters_and_missing_tensors_are_refused()
    {
        Write();
        using var adapters = AdapterCases.Random();
        SafeTensors.Write(Path.Combine(Folder, "adapter_model.safetensors"), [KeyValuePair.Create(adapters.Names[0], adapters.Tensors[0])]);
        Assert.Contains($"tensor '{adapters.Names[1]}' is missing", Assert.Throws<DataException>(() => Checkpoint.Load(Folder)).Message, StringComparison.Ordinal);
        AdapterFolder.Save(Folder, adapters, new AdapterBase(Folder, ""));
        Assert.Contains("holds adapters itself", Assert.Throws<DataException>(() => Checkpoint.Load(Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Adapters_alone_travel_and_arrive_with_their_hash()
    {
        using var weights = TrainingCases.Weights();
        using var policy = new AdaptedPolicy(weights, AdapterCases.Random());
        using var image = TensorImage.Of(policy.Trained);
        var bytes = AdapterLayout.Tensors(weights.Config, AdapterCases.Settings).Sum(t => 4 * t.Shape[0] * t.Shape[1]);
        Assert.Equal(bytes, image.Layout.Bytes);
        Assert.True(bytes < weights.ParameterCount * 4 / 3);
        Assert.Equal(policy.Trained.Sha256(), WeightHash.Of(image));

        var manifest = WeightManifest.Full(default, WeightHash.Of(image), image.Layout, WeightManifest.MinFrameBytes);
        Assert.Null(manifest.Fault(WeightLayout.Of(weights.Config, AdapterCases.Settings, ScalarType.Float32)));
        Assert.Contains("has other tensors", manifest.Fault(WeightLayout.Of(weights.Config, ScalarType.Float32)), StringComparison.Ordinal);
        using var shadow = ShadowWeights.Empty(weights.Config, AdapterCases.Settings, ScalarType.Float32);
        for (var i = 0; i < image.Layout.Tensors.Length; i++)
        {
            var length = (int)image.Layout.Tensors[i].Elements * 4;
            image.Slice(i, 0, length).CopyTo(shadow.Image.Slice(i, 0, length));
        }

        using var arrived = new AdaptedPolicy(weights, (AdapterWeights)shadow.Verified(manifest.Sha256)!);
        Assert.Equal(policy.Decoder.Sha256(), arrived.Decoder.Sha256());
    }

    private void Write()
    {
        using var weights = TrainingCases.Weights();
        using var adapters = AdapterCases.Random();
        Checkpoint.Save(Base, weights);
        AdapterFolder.Save(Folder, adapters, AdapterBase.Of(Base));
    }

    private void Edit(string old, string other)
    {
        var file = Path.Combine(Folder, "adapter_config.json");
        var text = File.ReadAllText(file);
        var at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0);
        File.WriteAllText(file, text[..at] + other + text[(at + old.Length)..]);
    }
}
