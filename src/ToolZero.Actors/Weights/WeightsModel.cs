using ToolZero.Core.Rollouts;
using ToolZero.Model.Adapters;
using ToolZero.Model.Configuration;
using ToolZero.Model.Weights;
using ToolZero.Model.Weights.Transfer;
using static TorchSharp.torch;

namespace ToolZero.Actors.Weights;

/// <summary>What the model here is like.</summary>
/// <param name="Config">Its shape.</param>
/// <param name="Type">Element type of its weights.</param>
public sealed record WeightsModel(ModelConfig Config, ScalarType Type)
{
    /// <summary>When adapters travel; null = whole models do.</summary>
    public AdapterModel? Adapters { get; init; }

    /// <summary>What arrives.</summary>
    public WeightLayout Layout => Adapters is null ? WeightLayout.Of(Config, Type) : WeightLayout.Of(Config, Adapters.Settings, Type);

    /// <summary>Memory for what arrives.</summary>
    public ShadowWeights Empty() => Adapters is null ? ShadowWeights.Empty(Config, Type) : ShadowWeights.Empty(Config, Adapters.Settings, Type);

    /// <summary>A complete version as workers draw with it; adapters are merged with the base when the first of them does.</summary>
    /// <param name="key">The version.</param>
    /// <param name="weights">What arrived, on the device of the workers; taken over.</param>
    public PolicySnapshot Snapshot(WeightsKey key, TensorSet weights) => new(
        new PolicyVersion(key.Version), weights is AdapterWeights adapters ? new AdaptedPolicy(Adapters!.Base.Value, adapters) : weights, key.Epoch);
}

/// <summary>Adapters that travel, and the base that they belong to, which every node has already.</summary>
/// <param name="Settings">The adapters.</param>
/// <param name="Base">Read when the first version is complete, on the device of the workers.</param>
public sealed record AdapterModel(AdapterSettings Settings, Lazy<DecoderWeights> Base);
