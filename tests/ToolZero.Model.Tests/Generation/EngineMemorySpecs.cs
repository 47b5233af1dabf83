using ToolZero.Core.Randomness;
using ToolZero.Model.Generation;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Generation;

/// <summary>Measures the process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(EngineMemorySpecs), DisableParallelization = true)]
[Collection(nameof(EngineMemorySpecs))]
public sealed class EngineMemorySpecs
{
    /// <summary>The heaps take their shape in the first half; the second must not grow.</summary>
    private const int Steps = 3000;

    [Fact]
    public void Memory_stays_flat_over_many_steps()
    {
        var config = TestModels.Config(vocabulary: 300);
        using var weights = DecoderWeights.Random(config, 5, 0.15);
        using var engine = EngineSpecs.Engine(weights, maxRows: 16, config: config with { EndOfSequenceIds = [] });
        var random = new RandomStream(3);
        var group = 0;
        long warm = 0, tensors = 0;
        for (var step = 0; step < Steps; step++)
        {
            while (engine.FreeRows >= 2) engine.Enqueue(EngineSpecs.Request(random, group++, samples: 2, SamplingSettings.Policy(5 + group % 30)));
            engine.Step();
            if (step != Steps / 2) continue;
            (warm, tensors) = (Resident(), Tensor.TotalCount);
        }

        var end = Resident();
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.True(end < 1.05 * warm, $"resident memory grew from {warm / 1e6:0.0} to {end / 1e6:0.0} MB");

        static long Resident()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return process.WorkingSet64;
        }
    }
}
