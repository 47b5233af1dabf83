using System.Collections.Immutable;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Generation;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Memory;

/// <summary>Measures the process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(RunMemorySpecs), DisableParallelization = true)]
[Collection(nameof(RunMemorySpecs))]
public sealed class RunMemorySpecs
{
    /// <summary>Prompts and lengths come again after so many steps: what a step needs depends on them, so only windows of the same work can be compared.</summary>
    private const int Window = 40;
    private const int Steps = 8 * Window;

    [Fact]
    public void Memory_stays_flat_over_many_steps_of_generating_and_training()
    {
        var config = TestModels.Config(vocabulary: 300) with { EndOfSequenceIds = [] };
        using var weights = DecoderWeights.Random(config, 5, 0.15);
        using var engine = new GenerationEngine(TestTokenizer.Instance, config, new EngineSettings(MaxRows: 6));
        using var trainer = new PolicyTrainer(weights, TrainerSettings.Default with { Threads = 2 });
        var random = new RandomStream(3);
        long warm = 0, end = 0, tensors = 0;
        for (var step = 0; step < Steps; step++)
        {
            if (step % Window == 0) random = new RandomStream(3);
            engine.UseWeights(weights, new PolicyVersion(step));
            for (var group = 2 * step; group < 2 * (step + 1); group++) engine.Enqueue(Request(random, group));
            List<GeneratedGroup> groups = [];
            while (engine.HasWork) groups.AddRange(engine.Step());
            trainer.Step(Batch(step, groups));
            // The heaps need the first windows to take their shape: code is compiled anew, and blocks of all sizes come to be free.
            if (step == Steps / 2) tensors = Tensor.TotalCount;
            if (step % 10 != 9) continue;
            if (step / Window == Steps / Window / 2) warm = Math.Max(warm, Resident());
            else if (step / Window == Steps / Window - 1) end = Math.Max(end, Resident());
        }

        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.True(end < 1.05 * warm, $"resident memory grew from {warm / 1e6:0.0} to {end / 1e6:0.0} MB");
    }

    private static GenerationRequest Request(RandomStream random, int group) => new(
        new GroupId(group), [.. Enumerable.Range(0, random.Next(4, 60)).Select(_ => random.Next(280))], Samples: 4, SamplingSettings.Policy(random.Next(3, 24)), Seed: 1);

    private static TrainingBatch Batch(int step, List<GeneratedGroup> groups) => new(step, 0.5, 1e-4,
        [.. groups.OrderBy(g => g.Group).Select(g => new ScoredGroup(g.Group, 1, "task", "test", g.Prompt, [.. g.Samples.Select(Scored)], "worker"))]);

    private static ScoredTrajectory Scored(Trajectory trajectory, int sample) =>
        new(trajectory, new RewardScore(sample, 0, 0, false, ImmutableSortedDictionary<string, double>.Empty));

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet;
    }
}
