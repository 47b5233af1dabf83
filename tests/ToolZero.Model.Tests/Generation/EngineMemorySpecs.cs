using ToolZero.Core.Randomness;
using ToolZero.Model.Generation;
using ToolZero.Model.Weights;

namespace ToolZero.Model.Tests.Generation;

/// <summary>Measures the process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(EngineMemorySpecs), DisableParallelization = true)]
[Collection(nameof(EngineMemorySpecs))]
public sealed class EngineMemorySpecs
{
    [Fact]
    public void Memory_stays_flat_over_many_steps()
    {
        var config = TestModels.Config(vocabulary: 300);
        using var weights = DecoderWeights.Random(config, 5, 0.15);
        using var engine = EngineSpecs.Engine(weights, maxRows: 16, config: config with { EndOfSequenceIds = [] });
        var random = new RandomStream(3);
        var group = 0;
        long warm = 0;
        for (var step = 0; step < 1500; step++)
        {
            while (engine.FreeRows >= 2) engine.Enqueue(EngineSpecs.Request(random, group++, samples: 2, SamplingSettings.Policy(5 + group % 30)));
            engine.Step();
            if (step == 500) warm = Resident();
        }

        Assert.True(Resident() - warm < 12_000_000, $"{warm} -> {Resident()} bytes");

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
