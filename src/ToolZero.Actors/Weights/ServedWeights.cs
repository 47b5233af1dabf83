using ToolZero.Core.Rollouts;
using ToolZero.Model.Weights;
using ToolZero.Model.Weights.Transfer;
using static TorchSharp.torch;

namespace ToolZero.Actors.Weights;

/// <summary>
/// Weights that peers may fetch, and the base of the next delta: as workers use them, and as bytes on the CPU. Shared, because they are served
/// while newer ones come.
/// </summary>
public sealed class ServedWeights : Shared
{
    private ServedWeights(PolicySnapshot snapshot, TensorImage image, WeightManifest manifest) =>
        (Snapshot, Image, Payload) = (snapshot, image, new FullPayload(manifest, image));

    /// <summary>For the workers of this process; valid while a share of this object is held.</summary>
    public PolicySnapshot Snapshot { get; }

    public TensorImage Image { get; }

    public FullPayload Payload { get; }

    public WeightManifest Manifest => Payload.Manifest;

    public WeightsKey Key => Manifest.Key;

    /// <summary>Hashes what is trained of a snapshot on any device, and takes over the caller's share of it.</summary>
    public static ServedWeights Published(PolicySnapshot snapshot, int frameBytes)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var image = TensorImage.Of(((IPolicyWeights)snapshot.Weights).Trained);
        return new ServedWeights(snapshot, image, WeightManifest.Full(snapshot.Key, WeightHash.Of(image), image.Layout, frameBytes));
    }

    /// <summary>Takes over weights on the CPU that have the hash of <paramref name="manifest"/>; workers get them on <paramref name="device"/>.</summary>
    public static ServedWeights Received(TensorSet weights, WeightManifest manifest, WeightsModel model, Device device)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(model);
        var isHere = device.type == weights.Device.type;
        var snapshot = model.Snapshot(manifest.Key, isHere ? weights : weights.To(weights.Type, device));
        return new ServedWeights(snapshot, isHere ? TensorImage.Of(weights) : TensorImage.Owning(weights), manifest);
    }

    public override string ToString() => $"weights {Key}";

    protected override void Free()
    {
        Image.Dispose();
        Snapshot.Release();
    }
}
