using System.Collections.Immutable;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Tests.Training;
using ToolZero.Model.Training;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Memory;

/// <summary>Measures the process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(TrainerMemorySpecs), DisableParallelization = true)]
[Collection(nameof(TrainerMemorySpecs))]
public sealed class TrainerMemorySpecs
{
    private const int Steps = 160;

    [Fact]
    public void Memory_stays_flat_over_many_steps_of_training()
    {
        using var weights = TrainingCases.Weights();
        using var trainer = new PolicyTrainer(weights, PolicyTrainerSpecs.Settings with { Threads = 2 });
        ImmutableArray<TrainingBatch> batches = [.. Enumerable.Range(0, 4).Select(i => TrainingCases.Batch(weights, (ulong)i))];
        long warm = 0, tensors = 0;
        for (var step = 0; step < Steps; step++)
        {
            trainer.Step(batches[step % 4]);
            if (step == Steps / 2) (warm, tensors) = (Resident(), Tensor.TotalCount);
        }

        var end = Resident();
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.True(end < 1.05 * warm, $"resident memory grew from {warm / 1e6:0.0} to {end / 1e6:0.0} MB");
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }
}
