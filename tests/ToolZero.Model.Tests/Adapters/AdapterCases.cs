using ToolZero.Core.Randomness;
using ToolZero.Model.Adapters;
using ToolZero.Model.Configuration;
using ToolZero.Model.Tests.Training;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Adapters;

/// <summary>Adapters for the tiny decoder of the training cases.</summary>
internal static class AdapterCases
{
    public static AdapterSettings Settings { get; } = new(3, 6, AdapterSettings.AllTargets);

    /// <summary>Adapters that change something: B is random too.</summary>
    public static AdapterWeights Random(ModelConfig? config = null, AdapterSettings? settings = null, ulong seed = 3)
    {
        var adapters = AdapterWeights.Create(config ?? TrainingCases.Config, settings ?? Settings, seed);
        var random = new RandomStream(seed, 1);
        foreach (var name in adapters.Names.Where(n => n.Contains("lora_B", StringComparison.Ordinal)))
            Fill(adapters[name], _ => (float)(0.2 * (random.NextDouble() - 0.5)));
        return adapters;
    }

    public static void Fill(Tensor values, Func<int, float> value)
    {
        using var scope = NewDisposeScope();
        values.copy_(tensor(Enumerable.Range(0, (int)values.numel()).Select(value).ToArray(), values.shape));
    }
}
