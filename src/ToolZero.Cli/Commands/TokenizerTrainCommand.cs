using System.CommandLine;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;
using ToolZero.Core.Pretraining;
using ToolZero.Model.Tokenization;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero tokenizer train</c>: a byte-level tokenizer from generated or given text.</summary>
internal static class TokenizerTrainCommand
{
    private const string Tiny = "tiny";
    private const string Qwen = "qwen";

    /// <summary>Letters, one digit, punctuation, one blank: a word is spelled the same wherever it stands, which small models need for copying.</summary>
    private const string TinyPattern = @"\p{L}+|\p{N}|[^\p{L}\p{N}\s]+|\s";

    public static Command Create(CommandContext context)
    {
        var output = new Option<string>("--out", "-o") { Description = "Folder that receives tokenizer.json.", HelpName = "FOLDER", Required = true };
        var texts = new Option<string[]>("--text")
        {
            Description = "UTF-8 text file, one document per line; may be repeated. Default: the generated text of the base model.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };
        var documents = new Option<int>("--documents") { Description = "Generated documents to learn from. Default 12000.", HelpName = "N", DefaultValueFactory = _ => 12_000 };
        var seed = DataOptions.Seed("the generated text");
        var size = new Option<int>("--vocab-size")
        {
            Description = "Tokens: 256 bytes, merges, added tokens. Default 480, for tiny models.",
            HelpName = "N",
            DefaultValueFactory = _ => 480,
        };
        var cut = new Option<string>("--split") { Description = $"How text is cut before merging: {Tiny}, {Qwen} or a regular expression. Default {Tiny}.", DefaultValueFactory = _ => Tiny };
        var special = new Option<string[]>("--special") { Description = "Control tokens. Default <|endoftext|>.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["<|endoftext|>"] };
        var whole = new Option<string[]>("--whole")
        {
            Description = "Other texts that are one token each. Default <think> </think> <answer> </answer>.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["<think>", "</think>", "<answer>", "</answer>"],
        };
        var command = new Command("train", "Train a byte-level BPE tokenizer; the same text and options give the same bytes.")
        {
            output, texts, documents, seed, size, cut, special, whole,
        };
        command.SetAction(parsed =>
        {
            var settings = new TokenizerTrainingSettings
            {
                VocabSize = parsed.GetRequiredValue(size),
                SplitPatterns = [Pattern(parsed.GetRequiredValue(cut))],
                SpecialTokens = [.. parsed.GetRequiredValue(special)],
                WholeTokens = [.. parsed.GetRequiredValue(whole)],
            };
            var corpus = parsed.GetValue(texts) is { Length: > 0 } files
                ? Lines(files)
                : Enumerable.Range(0, parsed.GetRequiredValue(documents)).Select(i => PretrainingCorpus.Document(parsed.GetRequiredValue(seed), i));
            var folder = parsed.GetRequiredValue(output);
            var tokenizer = TokenizerTrainer.Train(corpus, settings);
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, TokenizerJson.FileName);
            tokenizer.Write(path);
            context.Out.WriteLine($"{path}: {tokenizer.Vocabulary.Count + tokenizer.AddedTokens.Length} tokens, {tokenizer.Merges.Length} merges");
            return ExitCodes.Success;
        });
        return command;
    }

    private static string Pattern(string name) => name switch
    {
        Tiny => TinyPattern,
        Qwen => CodePointPreTokenizer.Qwen,
        _ => name,
    };

    private static IEnumerable<string> Lines(string[] files)
    {
        foreach (var file in files)
        {
            if (!File.Exists(file)) throw new DataException($"{file}: no such file; --text names UTF-8 text files");
            foreach (var line in File.ReadLines(file)) yield return line;
        }
    }
}
