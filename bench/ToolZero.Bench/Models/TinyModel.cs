using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;
using ToolZero.Core.Randomness;
using ToolZero.Core.ToolWorld;
using ToolZero.Model.Configuration;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Weights;

namespace ToolZero.Bench.Models;

/// <summary>The model of the main job with prompts as the main job has them; where it is not there, a random one of its shape with random prompts.</summary>
internal sealed class TinyModel : IDisposable
{
    private const int Prompts = 64;
    private const int LongestPrompt = 512;

    private readonly ImmutableArray<ImmutableArray<int>> _prompts;

    private TinyModel(string name, DecoderWeights weights, TextTokenizer tokenizer, ImmutableArray<ImmutableArray<int>> prompts)
    {
        Name = name;
        Weights = weights;
        Tokenizer = tokenizer;
        _prompts = prompts;
        // Completions of a fixed length: what is compared then does the same work.
        Endless = weights.Config with { EndOfSequenceIds = [] };
    }

    /// <summary>For the report.</summary>
    public string Name { get; }

    public DecoderWeights Weights { get; }

    public TextTokenizer Tokenizer { get; }

    /// <summary>The shape without an end of sequence.</summary>
    public ModelConfig Endless { get; }

    /// <summary>Prompt i; they repeat.</summary>
    public ImmutableArray<int> Prompt(int i) => _prompts[i % _prompts.Length];

    /// <param name="folder">Null: models/tiny-zero of the program, if it exists.</param>
    public static TinyModel Open(string? folder)
    {
        var shipped = folder ?? Shipped();
        return shipped is null ? Random() : Load(shipped);
    }

    public void Dispose() => Weights.Dispose();

    private static string? Shipped()
    {
        var home = Environment.GetEnvironmentVariable("TOOLZERO_HOME");
        for (var at = home ?? AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            var folder = Path.Combine(at, "models", "tiny-zero");
            if (Directory.Exists(folder)) return folder;
        }

        return null;
    }

    private static TinyModel Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new DataException($"{folder}: no such folder; --model needs a model folder in the Hugging Face layout");
        var tokenizer = TextTokenizer.Load(folder);
        var format = new CompactPrompt();
        ImmutableArray<ImmutableArray<int>> prompts =
        [
            .. ToolWorldGenerator.Generate(ToolWorldSplit.HeldOut, seed: 1, 2 * Prompts)
                .Select(task => tokenizer.Encode(format.Render(task)).ToImmutableArray())
                .Where(prompt => prompt.Length <= LongestPrompt)
                .Take(Prompts),
        ];
        return new TinyModel(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), Checkpoint.Load(folder, TorchSharp.torch.ScalarType.Float32), tokenizer, prompts);
    }

    private static TinyModel Random()
    {
        var tokenizer = new TextTokenizer(TokenizerTrainer.Train(
            ["random weights have nothing to say"],
            new TokenizerTrainingSettings { VocabSize = 257, SplitPatterns = [CodePointPreTokenizer.Qwen], SpecialTokens = ["<|endoftext|>"] }));
        var random = new RandomStream(11);
        var weights = DecoderWeights.Random(BenchModels.Tiny, seed: 1, standardDeviation: 0.08);
        return new TinyModel("random", weights, tokenizer, [.. Enumerable.Range(0, Prompts).Select(_ => Ids(random, random.Next(160, 320)))]);
    }

    private static ImmutableArray<int> Ids(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(BenchModels.Tiny.VocabSize))];
}
