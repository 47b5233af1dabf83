using System.Collections.Immutable;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Tests.Training;
using ToolZero.Model.Training;

namespace ToolZero.Model.Tests.Memory;

/// <summary>Measures the process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(TrainerMemorySpecs), DisableParallelization = true)]
[Collection(nameof(TrainerMemorySpecs))]
public sealed class TrainerMemorySpecs
{
    [Fact]
    public void Memory_stays_flat_over_many_steps_of_training()
    {
        using var weights = TrainingCases.Weights();
        using var trainer = new PolicyTrainer(weights, PolicyTrainerSpecs.Settings with { Threads = 2 });
        ImmutableArray<TrainingBatch> batches = [.. Enumerable.Range(0, 4).Select(i => TrainingCases.Batch(weights, (ulong)i))];
        long resident = 0;
        for (var step = 0; step < 60; step++)
        {
            trainer.Step(batches[step % 4]);
            if (step == 19) resident = Resident();
        }

        Assert.InRange(Resident() - resident, long.MinValue, 32L << 20);
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }
}
