using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;
using ToolZero.Core.ToolWorld;
using ToolZero.Model.Pretraining;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Training;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero pretrain</c>: makes a base model from generated raw text (docs/base-model.md).</summary>
internal static class PretrainCommand
{
    private const string CurveFile = "pretraining.jsonl";
    private const int ProbeTasks = 120;
    private const ulong ProbeSeed = 99;

    public static Command Create(CommandContext context)
    {
        var standard = new BaseModelRecipe();
        var output = new Option<string>("--out", "-o") { Description = "New folder for the model.", HelpName = "FOLDER", Required = true };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "Folder with a tokenizer.json. Default: a new one from the generated text.", HelpName = "FOLDER" };
        var seed = DataOptions.Seed("weights and text", standard.Seed);
        var vocabulary = Number("--vocab-size", "Tokens of a new tokenizer.", standard.VocabSize);
        var layers = Number("--layers", "Decoder layers.", standard.Layers);
        var hidden = Number("--hidden", "Hidden size.", standard.HiddenSize);
        var intermediate = Number("--intermediate", "Size inside the feed-forward part.", standard.IntermediateSize);
        var heads = Number("--heads", "Attention heads.", standard.Heads);
        var keyValueHeads = Number("--kv-heads", "Key/value heads.", standard.KeyValueHeads);
        var drill = Number("--drill-steps", "Optimiser steps on the copying drill.", (int)standard.DrillSteps);
        var text = Number("--text-steps", "Optimiser steps on generated text.", (int)standard.TextSteps);
        var documents = Number("--documents", "Documents of a batch.", standard.DocumentsPerBatch);
        var rate = new Option<double>("--learning-rate")
        {
            Description = $"Peak learning rate. Default {standard.LearningRate.ToString(CultureInfo.InvariantCulture)}.",
            HelpName = "RATE",
            DefaultValueFactory = _ => standard.LearningRate,
        };
        var threads = Number("--threads", "Micro-batches side by side; the model's bytes do not depend on it.", standard.Threads);
        var probeEvery = Number("--probe-every", "Steps between two probes of held-out calls.", 500);
        var command = new Command("pretrain", "Make a base model by next-token prediction over generated raw text; the same options give the same bytes on the same machine.")
        {
            output, tokenizer, seed, vocabulary, layers, hidden, intermediate, heads, keyValueHeads, drill, text, documents, rate, threads, probeEvery,
        };
        command.SetAction(parsed =>
        {
            var recipe = standard with
            {
                Seed = parsed.GetRequiredValue(seed),
                VocabSize = parsed.GetRequiredValue(vocabulary),
                Layers = parsed.GetRequiredValue(layers),
                HiddenSize = parsed.GetRequiredValue(hidden),
                IntermediateSize = parsed.GetRequiredValue(intermediate),
                Heads = parsed.GetRequiredValue(heads),
                KeyValueHeads = parsed.GetRequiredValue(keyValueHeads),
                DrillSteps = parsed.GetRequiredValue(drill),
                TextSteps = parsed.GetRequiredValue(text),
                DocumentsPerBatch = parsed.GetRequiredValue(documents),
                LearningRate = parsed.GetRequiredValue(rate),
                Threads = parsed.GetRequiredValue(threads),
            };
            var folder = parsed.GetRequiredValue(output);
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new DataException($"{folder}: is not empty; name a new folder with --out");
            Directory.CreateDirectory(folder);
            Run(context, recipe, parsed.GetValue(tokenizer), folder, parsed.GetRequiredValue(probeEvery));
            return context.Stop.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Success;
        });
        return command;
    }

    private static void Run(CommandContext context, BaseModelRecipe recipe, string? tokenizerFolder, string folder, int probeEvery)
    {
        TorchSharp.torch.set_num_threads(1);
        var tokenizer = tokenizerFolder is null ? BaseModelMaker.TrainTokenizer(recipe) : TextTokenizer.Load(tokenizerFolder);
        var probe = new CallProbe(tokenizer, ToolWorldGenerator.Generate(ToolWorldSplit.HeldOut, ProbeSeed, ProbeTasks));
        var curve = new List<string>();
        var observer = new PretrainObserver(
            progress =>
            {
                curve.Add(JsonSerializer.Serialize(new { stage = progress.Stage, step = progress.StageStep, loss = Math.Round(progress.Loss, 4) }));
                context.Out.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{progress.Stage} {progress.StageStep} loss {progress.Loss:0.0000} gradient {progress.GradientNorm:0.00} rate {progress.LearningRate:0.00000} {progress.Tokens / 1e6:0.0} M tokens {progress.TokensPerSecond:0} tokens/s"));
            },
            (weights, step) =>
            {
                var (calls, tokens) = probe.Run(weights);
                curve.Add(JsonSerializer.Serialize(new { probe = step, calls = Math.Round(calls, 3), tokens = Math.Round(tokens, 3) }));
                context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  held-out calls right {calls:0.000}, their tokens {tokens:0.000}"));
                return true;
            });
        BaseModelMaker.Make(recipe, tokenizer, folder, observer, probeEvery, context.Stop);
        File.WriteAllLines(Path.Combine(folder, CurveFile), curve);
        context.Out.WriteLine($"{folder}: config.json, model.safetensors, tokenizer.json, {CurveFile}");
    }

    private static Option<int> Number(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = $"{description} Default {standard}.", HelpName = "N", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && value < 1) result.AddError($"{name} must be at least 1");
        });
        return option;
    }
}
