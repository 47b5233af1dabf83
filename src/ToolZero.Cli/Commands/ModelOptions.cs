using System.CommandLine;
using ToolZero.Model.Tokenization;

namespace ToolZero.Cli.Commands;

/// <summary>Options about models that several commands share.</summary>
internal static class ModelOptions
{
    /// <summary>The shipped base model, below the home of the installation.</summary>
    public static string Shipped => Path.Combine(Environment.GetEnvironmentVariable("TOOLZERO_HOME") ?? ".", "models", "tiny-zero");

    public static Option<string> Model(string what) => new("--model")
    {
        Description = $"{what}. Default: the shipped models/tiny-zero.",
        HelpName = "PATH",
        DefaultValueFactory = _ => Shipped,
    };

    /// <summary>The tokenizer of a model folder, a tokenizer.json, or a ranked vocabulary.</summary>
    public static TextTokenizer Tokenizer(string path) =>
        path.EndsWith(".tiktoken", StringComparison.Ordinal) ? TextTokenizer.LoadTiktoken(path) : TextTokenizer.Load(path);
}
