using ToolZero.Actors.Weights;
using ToolZero.Actors.Weights.Lane;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Adapters;
using ToolZero.Model.Configuration;
using ToolZero.Model.Weights;
using ToolZero.Model.Weights.Transfer;
using static TorchSharp.torch;

namespace ToolZero.Actors.Tests.Weights;

/// <summary>Weights of a small model, about 100 kB, and settings under which they take many frames.</summary>
internal static class TestWeights
{
    public static ModelConfig Config { get; } = new()
    {
        Family = ModelFamily.Qwen3,
        VocabSize = 256,
        HiddenSize = 64,
        IntermediateSize = 96,
        Layers = 1,
        Heads = 2,
        KeyValueHeads = 1,
        HeadDim = 32,
        MaxPositions = 64,
        TiedEmbeddings = true,
        EndOfSequenceIds = [1],
    };

    public static WeightsModel Model { get; } = new(Config, ScalarType.BFloat16);

    /// <summary>The same with adapters that travel in place of the weights.</summary>
    public static WeightsModel AdapterModel { get; } = Model with
    {
        Adapters = new AdapterModel(new AdapterSettings(4, 8, AdapterSettings.AllTargets), new Lazy<DecoderWeights>(() => Random(1))),
    };

    public static WeightsSettings Settings { get; } = new(2, 0, 4096, 8, 4, 1 << 20, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(5), 0)
    {
        Period = TimeSpan.FromMilliseconds(200),
    };

    public static DecoderWeights Random(ulong seed)
    {
        using var weights = DecoderWeights.Random(Config, seed);
        return weights.To(Model.Type);
    }

    /// <summary>The same weights with about one of a hundred numbers changed.</summary>
    public static T Next<T>(T weights, RandomStream random)
        where T : TensorSet
    {
        var next = (T)weights.Clone();
        foreach (var tensor in next.Tensors)
        {
            var bytes = tensor.bytes;
            for (var i = random.Next(200); i < bytes.Length; i += 1 + random.Next(400)) bytes[i] ^= (byte)random.Next(1, 256);
        }

        return next;
    }

    public static PolicySnapshot Snapshot(DecoderWeights weights, long version, long epoch = 0) => new(new PolicyVersion(version), weights, epoch);

    public static LanePlace Loopback(LaneFaults? faults = null) => new(System.Net.IPAddress.Loopback, "127.0.0.1", 0, null, faults);

    public static ServedWeights Served(TensorSet weights, long version, long epoch = 0) =>
        ServedWeights.Published(Snapshot((DecoderWeights)weights, version, epoch), Settings.FrameBytes);

    /// <summary>The step between two served versions.</summary>
    public static DeltaPayload Delta(ServedWeights before, ServedWeights after) => DeltaEncoder.Encode(
        before.Image, after.Image, new DeltaIdentity(after.Key, after.Manifest.Sha256, before.Key, before.Manifest.Sha256), Settings.FrameBytes, long.MaxValue)!;
}
