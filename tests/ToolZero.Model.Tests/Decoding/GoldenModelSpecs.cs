using System.Text.Json;
using ToolZero.Model.Decoding;
using ToolZero.Model.Weights;
using ToolZero.Tests.Shared;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Decoding;

[Trait("Category", "Golden")]
public sealed class GoldenModelSpecs
{
    [SkippableTheory]
    [InlineData("qwen2-tied-f32")]
    [InlineData("qwen2-untied-bf16-sharded")]
    [InlineData("qwen3-f32")]
    public void Log_probs_and_greedy_tokens_are_those_of_the_reference(string model)
    {
        var folder = GoldenModels.Folder(model);
        using var weights = Checkpoint.Load(folder, ScalarType.Float32);
        foreach (var golden in GoldenModels.Cases(folder))
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            var logits = Decoder.Logits(weights, tensor(golden.Input, [1, golden.Input.Length]));
            var logProbs = logits.log_softmax(-1)[0];
            for (var t = 1; t < golden.Input.Length; t++)
                Assert.Equal(golden.TokenLogProbs[t - 1], logProbs[t - 1, golden.Input[t]].item<float>(), 2e-4);
            var last = logits[0, -1].data<float>().ToArray();
            for (var i = 0; i < last.Length; i++) Assert.Equal(golden.LastLogits[i], last[i], 2e-4);

            var sequence = golden.Input.ToList();
            for (var step = 0; step < golden.GreedyIds.Length; step++)
            {
                var next = Decoder.Logits(weights, tensor(sequence.ToArray(), [1, sequence.Count]))[0, -1].log_softmax(-1);
                var id = next.argmax().item<long>();
                Assert.Equal(golden.GreedyIds[step], id);
                Assert.Equal(golden.GreedyLogProbs[step], next[id].item<float>(), 2e-4);
                sequence.Add(id);
            }
        }
    }
}

internal sealed record GoldenCase(long[] Input, double[] LastLogits, double[] TokenLogProbs, long[] GreedyIds, double[] GreedyLogProbs);

internal static class GoldenModels
{
    public static string Folder(string model) => SharedData.Require($"golden/models/{model}");

    public static IReadOnlyList<GoldenCase> Cases(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => new GoldenCase(
            Longs(c, "input_ids"), Doubles(c, "last_logits"), Doubles(c, "token_logprobs"), Longs(c, "greedy_ids"), Doubles(c, "greedy_logprobs")))];

        static long[] Longs(JsonElement e, string name) => [.. e.GetProperty(name).EnumerateArray().Select(x => x.GetInt64())];

        static double[] Doubles(JsonElement e, string name) => [.. e.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];
    }
}
