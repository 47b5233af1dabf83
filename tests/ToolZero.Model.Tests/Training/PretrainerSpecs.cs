using ToolZero.Core.Randomness;
using ToolZero.Model.Decoding;
using ToolZero.Model.Training;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Training;

public sealed class PretrainerSpecs
{
    private static readonly LearningRateSchedule Rate = new(LearningRateShape.Cosine, 3e-3, 60, WarmUpSteps: 5);

    [Fact]
    public void Learns_a_regular_text()
    {
        using var weights = TrainingCases.Weights();
        using var trainer = new Pretrainer(weights, Settings(new PretrainStage("text", Counting, 60, 16, 24, Rate)) with { ReportEvery = 20 });
        var reports = new List<PretrainProgress>();
        trainer.Run(new PretrainObserver(reports.Add));
        Assert.Equal([20, 40, 60], reports.Select(r => r.Step));
        Assert.True(reports[2].Loss < 0.5 * reports[0].Loss);
        Assert.Equal(60 * 16 * 24, reports[2].Tokens);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var hashes = new[] { 1, 2, 3 }.Select(threads =>
        {
            using var weights = TrainingCases.Weights();
            PretrainStage[] stages = [new("drill", Drill, 4, 8, 20, Rate, RowLayout.OneDocument), new("text", Counting, 4, 8, 24, Rate)];
            using var trainer = new Pretrainer(weights, Settings(stages) with { Threads = threads, MicroBatchTokens = 48 });
            trainer.Run();
            return weights.Sha256();
        });
        Assert.Single(hashes.Distinct());
    }

    [Theory]
    [InlineData(RowLayout.Packed)]
    [InlineData(RowLayout.OneDocument)]
    public void The_loss_is_the_cross_entropy_of_trained_targets(RowLayout layout)
    {
        using var scope = NewDisposeScope();
        using var weights = TrainingCases.Weights();
        var stage = new PretrainStage("drill", Drill, 1, 6, 20, Rate, layout);
        var (batch, _) = PretrainRows.Fill(stage, 0, 60);
        double expected = 0;
        foreach (var rows in batch)
        {
            var logits = Decoder.Logits(weights, tensor(rows.Tokens, [rows.Rows, rows.Length])).reshape(-1, 41).log_softmax(1);
            for (var i = 0; i < rows.Targets.Length; i++)
            {
                if (rows.Targets[i] >= 0) expected -= logits[i, rows.Targets[i]].item<float>();
            }
        }

        PretrainProgress? report = null;
        using var trainer = new Pretrainer(weights, Settings(stage) with { MicroBatchTokens = 60 });
        trainer.Run(new PretrainObserver(p => report = p));
        Assert.Equal(expected / batch.Sum(r => r.Trained), report!.Loss, 1e-4);
    }

    [Fact]
    public void The_probe_may_end_a_stage()
    {
        using var weights = TrainingCases.Weights();
        PretrainStage[] stages = [new("drill", Drill, 50, 4, 20, Rate), new("text", Counting, 3, 4, 24, Rate)];
        using var trainer = new Pretrainer(weights, Settings(stages) with { ProbeEvery = 2 });
        var probed = new List<long>();
        trainer.Run(new PretrainObserver(Probe: (_, step) =>
        {
            probed.Add(step);
            return step < 4;
        }));

        // Two probes of the drill, then the text, which its own first probe ends.
        Assert.Equal([2, 4, 6], probed);
        Assert.Equal(6, trainer.Steps);
    }

    private static PretrainSettings Settings(params PretrainStage[] stages) => new([.. stages], new AdamWSettings());

    private static PretrainDocument Counting(long index) => new([.. Enumerable.Range((int)index % 20, 9 + (int)index % 5).Select(i => i % 41)]);

    // Random symbols and the same again: only the second half can be known.
    private static PretrainDocument Drill(long index)
    {
        var random = new RandomStream(9, (ulong)index);
        int[] half = [.. Enumerable.Range(0, random.Next(3, 9)).Select(_ => random.Next(41))];
        return new PretrainDocument([.. half, .. half], [.. half.Select(_ => false), .. half.Select(_ => true)]);
    }
}
