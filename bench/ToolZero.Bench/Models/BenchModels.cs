using ToolZero.Model.Configuration;

namespace ToolZero.Bench.Models;

/// <summary>Shapes of random models.</summary>
internal static class BenchModels
{
    /// <summary>Wide enough that matrix products dominate: 6 layers, D = 512, 20 million parameters.</summary>
    public static ModelConfig Middle { get; } = new ModelConfig
    {
        Family = ModelFamily.Qwen3,
        VocabSize = 4096,
        HiddenSize = 512,
        IntermediateSize = 1408,
        Layers = 6,
        Heads = 8,
        KeyValueHeads = 4,
        HeadDim = 64,
        TiedEmbeddings = true,
    }.Validated("bench");

    /// <summary>The shape of models/tiny-zero: 3 layers, D = 128, 0.6 million parameters.</summary>
    public static ModelConfig Tiny { get; } = new ModelConfig
    {
        Family = ModelFamily.Qwen3,
        VocabSize = 480,
        HiddenSize = 128,
        IntermediateSize = 352,
        Layers = 3,
        Heads = 4,
        KeyValueHeads = 2,
        HeadDim = 32,
        TiedEmbeddings = true,
    }.Validated("bench");
}
