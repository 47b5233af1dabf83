using ToolZero.Model.Configuration;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Training;

namespace ToolZero.Model.Pretraining;

/// <summary>
/// How a small base model is made from nothing: its tokenizer, its shape, a drill that teaches copying, then text. The defaults are the
/// recipe of <c>models/tiny-zero</c>.
/// </summary>
public sealed record BaseModelRecipe
{
    public ulong Seed { get; init; } = 1;

    /// <summary>Documents that the tokenizer is trained on.</summary>
    public int TokenizerDocuments { get; init; } = 12_000;

    /// <summary>256 bytes, merges, added tokens. Few merges: what names are spelled with must be a small alphabet, or copying is not learned.</summary>
    public int VocabSize { get; init; } = 480;

    public int Layers { get; init; } = 4;

    public int HiddenSize { get; init; } = 128;

    public int IntermediateSize { get; init; } = 352;

    public int Heads { get; init; } = 4;

    public int KeyValueHeads { get; init; } = 2;

    public int HeadDim { get; init; } = 32;

    /// <summary>Standard deviation of the first weights; about 1/sqrt(hidden size).</summary>
    public double InitialDeviation { get; init; } = 0.08;

    /// <summary>Optimiser steps on <see cref="Core.Pretraining.PretrainingCorpus.Drill"/>: long enough that copying has formed.</summary>
    public long DrillSteps { get; init; } = 1_500;

    /// <summary>Optimiser steps on <see cref="Core.Pretraining.PretrainingCorpus.Document"/>.</summary>
    public long TextSteps { get; init; } = 9_000;

    /// <summary>Documents of a batch, one a row.</summary>
    public int DocumentsPerBatch { get; init; } = 16;

    /// <summary>Longest document in tokens; the rest is cut.</summary>
    public int RowLength { get; init; } = 400;

    public double LearningRate { get; init; } = 3e-3;

    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Micro-batches side by side; the bytes of the result do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The end-of-sequence token.</summary>
    public const string EndOfText = "<|endoftext|>";

    /// <summary>Letters, one digit, punctuation, one blank: a word is spelled the same wherever it stands.</summary>
    public TokenizerTrainingSettings Tokenizer => new()
    {
        VocabSize = VocabSize,
        SplitPatterns = [@"\p{L}+|\p{N}|[^\p{L}\p{N}\s]+|\s"],
        SpecialTokens = [EndOfText],
        WholeTokens = ["<think>", "</think>", "<answer>", "</answer>"],
    };

    /// <summary>Qwen3 layout: q/k norm, tied embeddings, no biases.</summary>
    public ModelConfig Shape(TextTokenizer tokenizer) => new ModelConfig
    {
        Family = ModelFamily.Qwen3,
        VocabSize = tokenizer.VocabSize,
        HiddenSize = HiddenSize,
        IntermediateSize = IntermediateSize,
        Layers = Layers,
        Heads = Heads,
        KeyValueHeads = KeyValueHeads,
        HeadDim = HeadDim,
        TiedEmbeddings = true,
        EndOfSequenceIds = [tokenizer.TokenId(EndOfText)!.Value],
    }.Validated("recipe");

    /// <summary>The optimisation: both stages warm up; the text decays to a twentieth.</summary>
    public PretrainSettings Optimisation(Func<long, PretrainDocument> drill, Func<long, PretrainDocument> text, int probeEvery) => new(
        [
            new PretrainStage("drill", drill, DrillSteps, DocumentsPerBatch * 3 / 2, RowLength,
                new LearningRateSchedule(LearningRateShape.Constant, LearningRate, DrillSteps, WarmUpSteps: 100), RowLayout.OneDocument),
            new PretrainStage("text", text, TextSteps, DocumentsPerBatch, RowLength,
                new LearningRateSchedule(LearningRateShape.Cosine, LearningRate, TextSteps, WarmUpSteps: 100, FinalRatio: 0.05), RowLayout.OneDocument),
        ],
        new AdamWSettings(Beta2: 0.98, WeightDecay: WeightDecay),
        Threads: Threads,
        ProbeEvery: probeEvery);
}
