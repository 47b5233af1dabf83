using ToolZero.Model.Tokenization;

namespace ToolZero.Model.Tests;

/// <summary>A byte-level tokenizer with 256 byte tokens and a few merges; the first added token ends a sequence.</summary>
internal static class TestTokenizer
{
    private static readonly Lazy<TextTokenizer> Made = new(() => new TextTokenizer(TokenizerTrainer.Train(
        Enumerable.Repeat("the weather in the north and in the south, over and over again", 4),
        new TokenizerTrainingSettings { VocabSize = 280, SplitPatterns = [CodePointPreTokenizer.Qwen], SpecialTokens = ["<|start|>", "<|end|>"] })));

    public static TextTokenizer Instance => Made.Value;
}
