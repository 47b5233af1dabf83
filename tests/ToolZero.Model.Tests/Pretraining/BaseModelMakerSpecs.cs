using ToolZero.Core.ToolWorld;
using ToolZero.Model.Pretraining;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;

namespace ToolZero.Model.Tests.Pretraining;

public sealed class BaseModelMakerSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("toolzero-base-").FullName;

    private static BaseModelRecipe Small => new()
    {
        TokenizerDocuments = 300,
        VocabSize = 320,
        Layers = 1,
        HiddenSize = 32,
        IntermediateSize = 48,
        Heads = 2,
        KeyValueHeads = 1,
        HeadDim = 16,
        DrillSteps = 2,
        TextSteps = 3,
        DocumentsPerBatch = 4,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Make(string name, BaseModelRecipe recipe)
    {
        var folder = Path.Combine(_folder, name);
        BaseModelMaker.Make(recipe, BaseModelMaker.TrainTokenizer(recipe), folder, new PretrainObserver(), probeEvery: 0, CancellationToken.None);
        return folder;
    }

    [Fact]
    public void The_same_recipe_gives_the_same_bytes_on_any_number_of_threads()
    {
        var one = Make("one", Small);
        var two = Make("two", Small with { Threads = 2 });
        foreach (var file in new[] { "config.json", "model.safetensors", "tokenizer.json" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(one, file)), File.ReadAllBytes(Path.Combine(two, file)));
    }

    [Fact]
    public void Another_seed_gives_other_weights() => Assert.NotEqual(
        File.ReadAllBytes(Path.Combine(Make("one", Small), "model.safetensors")),
        File.ReadAllBytes(Path.Combine(Make("two", Small with { Seed = 2 }), "model.safetensors")));

    [Fact]
    public void What_was_made_can_be_loaded_and_probed()
    {
        var folder = Make("one", Small);
        using var weights = Checkpoint.Load(folder, TorchSharp.torch.ScalarType.Float32);
        var probe = new CallProbe(TextTokenizer.Load(folder), ToolWorldGenerator.Generate(ToolWorldSplit.HeldOut, 1, 10));
        var (calls, tokens) = probe.Run(weights);
        Assert.InRange(calls, 0, 1);
        Assert.InRange(tokens, 0, 1);
    }

    [Fact]
    public void The_shipped_recipe_makes_less_than_eight_megabytes()
    {
        var recipe = new BaseModelRecipe();
        using var weights = DecoderWeights.Random(recipe.Shape(BaseModelMaker.TrainTokenizer(recipe with { TokenizerDocuments = 500 })), 1);
        Assert.InRange(weights.ParameterCount * 2, 1, 8_000_000);
    }
}
