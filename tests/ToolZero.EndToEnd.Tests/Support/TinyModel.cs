using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;
using ToolZero.Core.ToolWorld;
using ToolZero.Model.Configuration;
using ToolZero.Model.Decoding;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>
/// The smallest model whose samples are worth different rewards: one layer, a tokenizer of its own, and a moment of next-token training on answers
/// in the required layout. A random model is always wrong in the same way, so that its runs would change nothing and prove nothing.
/// </summary>
internal static class TinyModel
{
    private const int DocumentTokens = 96;

    private static readonly Lazy<TemporaryFolder> Made = new(Make);

    /// <summary>The model folder; made by the first test that asks, gone when the tests end.</summary>
    public static string Folder => Made.Value.Path;

    /// <summary>A copy that a test may damage.</summary>
    public static string CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Folder)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    private static TemporaryFolder Make()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        set_num_threads(1);

        var prompt = new CompactPrompt();
        var tasks = ToolWorldGenerator.Generate(ToolWorldSplit.Training, 1, 256);
        var answers = tasks.Select(t => $"<think> ok </think> <answer> {PythonCallFormatter.Format(t.Reference)} </answer><|end|>").ToList();
        var tokenizer = new TextTokenizer(TokenizerTrainer.Train(
            tasks.Select(prompt.Render).Concat(answers),
            new TokenizerTrainingSettings
            {
                VocabSize = 480,
                SplitPatterns = [@"\s?\w+|\s?[^\s\w]+|\s+"],
                SpecialTokens = ["<|end|>"],
                WholeTokens = ["<think>", "</think>", "<answer>", "</answer>"],
            }));
        tokenizer.Save(folder.Path);

        var config = new ModelConfig
        {
            Family = ModelFamily.Qwen3,
            VocabSize = tokenizer.VocabSize,
            HiddenSize = 32,
            IntermediateSize = 64,
            Layers = 1,
            Heads = 2,
            KeyValueHeads = 1,
            HeadDim = 16,
            MaxPositions = 4096,
            TiedEmbeddings = true,
            EndOfSequenceIds = [tokenizer.TokenId("<|end|>")!.Value],
        };
        using var weights = DecoderWeights.Random(config, 1);
        var documents = tasks.Zip(answers, (task, answer) => Tail(tokenizer.Encode(prompt.Render(task) + answer))).ToList();
        var stage = new PretrainStage(
            "answers",
            i => new PretrainDocument(documents[(int)(i % documents.Count)]),
            Steps: 60,
            Rows: 16,
            RowLength: DocumentTokens,
            new LearningRateSchedule(LearningRateShape.Cosine, 2e-2, 60, 5),
            RowLayout.OneDocument);
        using (var pretrainer = new Pretrainer(weights, new PretrainSettings([stage], new AdamWSettings()))) pretrainer.Run();
        Checkpoint.Save(folder.Path, weights);
        return folder;
    }

    private static int[] Tail(int[] tokens) => tokens.Length <= DocumentTokens ? tokens : tokens[^DocumentTokens..];
}
