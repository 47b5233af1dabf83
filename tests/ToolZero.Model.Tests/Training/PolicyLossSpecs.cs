using System.Text.Json;
using ToolZero.Model.Training;
using ToolZero.Tests.Shared;
using TorchSharp;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Training;

public sealed class PolicyLossSpecs
{
    public static TheoryData<string> Recipes =>
        ["grpo", "grpo_masked_observations", "dapo", "dr_grpo", "gspo", "cispo", "grpo_tis_kl", "rloo", "reinforce_pp_baseline"];

    [SkippableTheory]
    [Trait("Category", "Golden")]
    [MemberData(nameof(Recipes))]
    public void Loss_gradient_and_clip_fraction_equal_the_reference(string name)
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(SharedData.Require("golden/policy_loss.json")));
        using var scope = NewDisposeScope();
        foreach (var item in golden.RootElement.EnumerateArray().Where(c => Settings(c).GetProperty("name").GetString() == name))
        {
            var expected = item.GetProperty("expected");
            var current = Matrix(item, "new_logprobs").requires_grad_(true);
            var mask = Matrix(item, "mask");
            var inputs = new PolicyLossInputs(
                current, Matrix(item, "old_logprobs"), Matrix(item, "behaviour_logprobs"), mask,
                tensor(Numbers(expected.GetProperty("advantages"))), Matrix(item, "reference_logprobs"));
            var tokens = mask.sum().item<double>();
            var result = PolicyLoss.Compute(Read(Settings(item)), inputs, new LossNormaliser(mask.shape[0], (long)tokens));
            Relative(expected.GetProperty("loss").GetDouble(), result.Loss.item<double>());
            var gradient = autograd.grad([result.Loss], [current])[0].reshape(-1).data<double>().ToArray();
            var wanted = expected.GetProperty("grad").EnumerateArray().SelectMany(Numbers).ToArray();
            for (var i = 0; i < wanted.Length; i++) Relative(wanted[i], gradient[i]);
            Assert.Equal(expected.GetProperty("clip_fraction").GetDouble(), result.Clipped.sum().item<double>() / tokens, 8);
        }
    }

    [Fact]
    public void Parts_of_a_batch_add_up_to_the_whole()
    {
        using var scope = NewDisposeScope();
        var mask = tensor(new[] { 1f, 1, 1, 1, 0, 0, 1, 1, 0, 1, 0, 0 }).reshape(4, 3);
        var current = tensor(Enumerable.Range(1, 12).Select(i => -0.1f * i).ToArray()).reshape(4, 3);
        var old = current + 0.1f * mask;
        var advantages = tensor(new[] { 1f, -0.5f, 0.25f, 2f });
        var normaliser = new LossNormaliser(4, 7);
        foreach (var settings in new[] { PolicyLossSettings.Grpo, PolicyLossSettings.Dapo, PolicyLossSettings.DrGrpo(16), PolicyLossSettings.Gspo(0.03, 0.04), PolicyLossSettings.Cispo(0.3) })
        {
            double Part(long start, long rows)
            {
                var inputs = new PolicyLossInputs(
                    current.narrow(0, start, rows), old.narrow(0, start, rows), old.narrow(0, start, rows), mask.narrow(0, start, rows), advantages.narrow(0, start, rows));
                return PolicyLoss.Compute(settings, inputs, normaliser).Loss.item<float>();
            }

            Assert.Equal(Part(0, 4), Part(0, 1) + Part(1, 3), 5);
        }
    }

    [Fact]
    public void Every_token_pays_for_its_distance_to_the_reference_and_is_paid_for_its_entropy()
    {
        using var scope = NewDisposeScope();
        var mask = tensor(new[] { 1f, 1, 1, 0 }).reshape(2, 2);
        var current = tensor(new[] { -1f, -2, -0.5f, -9 }).reshape(2, 2);
        var reference = tensor(new[] { -1.5f, -1, -0.5f, -1 }).reshape(2, 2);
        var entropies = tensor(new[] { 0.25f, 0.5f, 1, 7 }).reshape(2, 2);
        double Loss(PolicyLossSettings settings) => PolicyLoss.Compute(
            settings,
            new PolicyLossInputs(current, current, current, mask, zeros(2), reference, entropies),
            new LossNormaliser(2, 3)).Loss.item<float>();

        var mean = new PolicyLossSettings(Aggregation: LossAggregation.TokenMean);
        Assert.Equal(0, Loss(mean));
        Assert.Equal(0.1 * (0.5 - 1 + 0) / 3, Loss(mean with { KlWeight = 0.1, Kl = KlEstimator.K1 }), 6);
        Assert.Equal(0.1 * (Math.Exp(-0.5) - 0.5 + Math.Exp(1) - 2 + 0) / 3, Loss(mean with { KlWeight = 0.1 }), 6);
        Assert.Equal(-0.01 * (0.25 + 0.5 + 1) / 3, Loss(mean with { EntropyBonus = 0.01 }), 6);

        // However unlikely the reference thinks what was read: e^191 is beyond float32.
        current = tensor(new[] { -1f, -2, -0.5f, -200 }).reshape(2, 2);
        Assert.Equal(0.1 * (Math.Exp(-0.5) - 0.5 + Math.Exp(1) - 2 + 0) / 3, Loss(mean with { KlWeight = 0.1 }), 6);
    }

    private static JsonElement Settings(JsonElement item) => item.GetProperty("settings");

    private static PolicyLossSettings Read(JsonElement settings)
    {
        double Number(string name) => settings.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
        return new PolicyLossSettings(
            settings.GetProperty("loss").GetString() switch
            {
                "gspo" => PolicyObjective.SequenceClip,
                "cispo" => PolicyObjective.ClippedWeight,
                _ => PolicyObjective.Clip,
            },
            settings.GetProperty("aggregate").GetString() switch
            {
                "token_mean" => LossAggregation.TokenMean,
                "constant" => LossAggregation.Constant,
                _ => LossAggregation.SequenceMean,
            },
            Number("clip_low"), Number("clip_high"), Number("constant"), Number("tis"), Number("kl_beta"));
    }

    private static Tensor Matrix(JsonElement item, string name)
    {
        var rows = item.GetProperty(name).EnumerateArray().Select(Numbers).ToArray();
        return tensor(rows.SelectMany(r => r).ToArray()).reshape(rows.Length, rows[0].Length);
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(n => n.GetDouble())];

    // The file holds nine decimals.
    private static void Relative(double expected, double actual) =>
        Assert.InRange(actual, expected - 1e-5 * Math.Abs(expected) - 1e-9, expected + 1e-5 * Math.Abs(expected) + 1e-9);
}
