using ToolZero.Core.Prompts;
using ToolZero.Core.ToolWorld;
using ToolZero.Model.Configuration;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Weights;

namespace ToolZero.Actors.Tests.Support;

/// <summary>A random model with a tokenizer of its own, in a folder of the Hugging Face layout.</summary>
internal static class TinyModel
{
    public static string Write(string folder)
    {
        var prompt = new CompactPrompt();
        var texts = ToolWorldGenerator.Generate(ToolWorldSplit.Training, 1, 64).Select(prompt.Render);
        var tokenizer = TokenizerTrainer.Train(texts, new TokenizerTrainingSettings { VocabSize = 300, SplitPatterns = [@"\s?\w+|\s?[^\s\w]+|\s+"], SpecialTokens = ["<|end|>"] });
        Directory.CreateDirectory(folder);
        var text = new TextTokenizer(tokenizer);
        text.Save(folder);
        var config = new ModelConfig
        {
            Family = ModelFamily.Qwen3,
            VocabSize = text.VocabSize,
            HiddenSize = 32,
            IntermediateSize = 64,
            Layers = 2,
            Heads = 2,
            KeyValueHeads = 1,
            HeadDim = 16,
            MaxPositions = 1024,
            TiedEmbeddings = true,
            EndOfSequenceIds = [text.TokenId("<|end|>")!.Value],
        };
        using var weights = DecoderWeights.Random(config, 1);
        Checkpoint.Save(folder, weights);
        return folder;
    }
}
