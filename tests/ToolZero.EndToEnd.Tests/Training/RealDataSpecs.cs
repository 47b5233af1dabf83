using System.Globalization;
using System.Text.RegularExpressions;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Model.Configuration;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Weights;
using ToolZero.Tests.Shared;

namespace ToolZero.EndToEnd.Tests.Training;

/// <summary>Files that others made: Seal-Tools rows, the tokenizer of Qwen2.5.</summary>
public sealed partial class RealDataSpecs : IDisposable
{
    private const int Steps = 3;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    [Trait("Category", "Golden")]
    public async Task Seal_Tools_trains_and_every_row_is_used_or_named()
    {
        var data = SharedData.Require("sealtools/dev.jsonl");
        var result = (await ToolZeroProcess.Run(
        [
            .. SmallRun.Arguments(
                _folder.Path,
                "seal",
                [
                    "--data", data, "--steps", "3",
                    .. SmallRun.Sets("prompt.max-tokens=1024", "rollout.group-size=2", "rollout.max-tokens=16", "learner.prompts-per-batch=2"),
                ]).Where(a => a != "--json"),
            "--plain",
        ])).Succeeded();
        new RunFiles(_folder["seal"]).AssertFinished(Steps, 2);

        var rows = File.ReadLines(data).Count();
        var refused = result.Output.Where(l => l.Contains("refused", StringComparison.Ordinal)).ToList();
        Assert.All(refused, line => Assert.Matches(@"dev\.jsonl:\d+: \S+: .+", line));
        var leftOut = result.Output.Select(l => LeftOut().Match(l)).Where(m => m.Success).ToList();
        var (dropped, read) = leftOut is [var only]
            ? (int.Parse(only.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(only.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : (0, rows - refused.Count);
        Assert.Equal(rows, read + refused.Count);
        Assert.InRange(dropped, 1, 100);
        Assert.Equal(dropped, result.Output.Count(l => NamedLeftOut().IsMatch(l)));
    }

    [SkippableFact]
    [Trait("Category", "Golden")]
    public async Task A_random_Qwen2_model_with_the_real_tokenizer_trains_and_loads_again()
    {
        var tokenizer = SharedData.Require("tokenizers/qwen2.5/tokenizer.json");
        var model = Directory.CreateDirectory(_folder["qwen"]).FullName;
        File.Copy(tokenizer, Path.Combine(model, "tokenizer.json"));
        var config = new ModelConfig
        {
            Family = ModelFamily.Qwen2,
            VocabSize = 151_936,
            HiddenSize = 16,
            IntermediateSize = 32,
            Layers = 2,
            Heads = 4,
            KeyValueHeads = 2,
            HeadDim = 4,
            MaxPositions = 32_768,
            RopeTheta = 1_000_000,
            TiedEmbeddings = true,
            EndOfSequenceIds = [151_643],
            BeginOfSequenceId = 151_643,
        };
        using (var weights = DecoderWeights.Random(config, 7)) Checkpoint.Save(model, weights);

        var run = await SmallRun.Train(
            _folder.Path,
            "real-tokenizer",
            [
                "--model", model, "--steps", "2",
                .. SmallRun.Sets("prompt.format=tool-zero", "rollout.group-size=2", "rollout.max-tokens=8", "learner.prompts-per-batch=2", "evaluation.tasks=0"),
            ]);
        run.AssertFinished(2, 2);
        var trained = run.At("checkpoints/step_2");
        using (var weights = Checkpoint.Load(trained)) Assert.Equal(run.WeightsSha256, weights.Sha256());
        const string Text = "<think>Ünïcödé 世界</think>\n\n12345";
        var (before, after) = (TextTokenizer.Load(model), TextTokenizer.Load(trained));
        Assert.Equal(before.Encode(Text), after.Encode(Text));
        (await ToolZeroProcess.Run("generate", "--model", run.Folder, "--max-tokens", "4")).Succeeded();
    }

    [GeneratedRegex(@"(\d+) of (\d+) tasks are left out")]
    private static partial Regex LeftOut();

    [GeneratedRegex(@"dev\.jsonl: \S+ is left out: its prompt has \d+ tokens")]
    private static partial Regex NamedLeftOut();
}
