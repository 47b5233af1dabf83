using ToolZero.Model.Configuration;

namespace ToolZero.Model.Tests;

/// <summary>Small decoders of every family.</summary>
internal static class TestModels
{
    public static ModelConfig Config(ModelFamily family = ModelFamily.Qwen3, int layers = 2, int vocabulary = 96, bool tied = false, bool bias = false) => new ModelConfig
    {
        Family = family,
        VocabSize = vocabulary,
        HiddenSize = 48,
        IntermediateSize = 80,
        Layers = layers,
        Heads = 4,
        KeyValueHeads = 2,
        HeadDim = 16,
        MaxPositions = 512,
        AttentionBias = bias,
        TiedEmbeddings = tied,
        EndOfSequenceIds = [1],
        BeginOfSequenceId = 0,
    }.Validated("test");
}
