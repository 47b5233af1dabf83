using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ToolZero.Core.Rollouts;

namespace ToolZero.Model.Weights.Transfer;

/// <summary>What a version says about one tensor.</summary>
/// <param name="Elements">Numbers in it.</param>
/// <param name="Changed">Numbers that differ from the base; all of them in a full version.</param>
/// <param name="Bytes">Bytes that it takes in the frames. Those of the whole tensor: it is sent in full.</param>
public readonly record struct TensorChange(long Elements, long Changed, long Bytes);

/// <summary>
/// A version of the weights on its way: what it is based on, what comes out, and how many frames it takes. Equal bytes before and after give
/// an equal manifest wherever it is made, so that frames of one peer complete what another one began.
/// </summary>
/// <param name="Key">The version that comes out.</param>
/// <param name="Sha256">Hash of its weights, as of <see cref="TensorSet.Sha256"/>.</param>
/// <param name="Base">The version it is applied to; its own key when it is full.</param>
/// <param name="BaseSha256">Hash of the base; empty when it is full.</param>
/// <param name="Dtype">Element type by its safetensors name.</param>
/// <param name="FrameBytes">Most bytes in the body of a frame.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="Bytes">Bytes in the bodies of all frames.</param>
/// <param name="Tensors">Every tensor in canonical order.</param>
public sealed record WeightManifest(
    WeightsKey Key,
    string Sha256,
    WeightsKey Base,
    string BaseSha256,
    string Dtype,
    int FrameBytes,
    int Frames,
    long Bytes,
    ImmutableArray<TensorChange> Tensors)
{
    /// <summary>Bounds of <see cref="FrameBytes"/>, which is also a multiple of the smaller one.</summary>
    public const int MinFrameBytes = 4096;

    public const int MaxFrameBytes = 256 * 1024;

    /// <summary>Its frames are all of the weights, one byte after the other.</summary>
    public bool IsFull => BaseSha256.Length == 0;

    /// <summary>Names the frames: equal for equal bytes, whoever serves them and whatever the version is called.</summary>
    public ulong Id => IdOf(Sha256, BaseSha256, FrameBytes, Frames, Bytes);

    /// <summary>Share of the numbers that change, from 0 to 1.</summary>
    public double Density => Tensors.Sum(t => (double)t.Changed) / Math.Max(1, Tensors.Sum(t => (double)t.Elements));

    /// <summary>The manifest of whole weights.</summary>
    public static WeightManifest Full(WeightsKey key, string sha256, WeightLayout layout, int frameBytes)
    {
        CheckFrameBytes(frameBytes);
        return new WeightManifest(
            key,
            sha256,
            key,
            "",
            SafeTensorsTypes.Name(layout.Type),
            frameBytes,
            (int)((layout.Bytes + frameBytes - 1) / frameBytes),
            layout.Bytes,
            [.. layout.Tensors.Select(t => new TensorChange(t.Elements, t.Elements, t.Elements * layout.ElementBytes))]);
    }

    /// <exception cref="ArgumentOutOfRangeException">Not a size that frames may have.</exception>
    public static void CheckFrameBytes(int frameBytes)
    {
        if (frameBytes is < MinFrameBytes or > MaxFrameBytes || frameBytes % MinFrameBytes != 0)
            throw new ArgumentOutOfRangeException(nameof(frameBytes), frameBytes, $"a multiple of {MinFrameBytes} up to {MaxFrameBytes} is expected");
    }

    /// <summary>
    /// Why this manifest cannot be about weights of that layout; null when it can. Checked before memory is taken, so that a manifest from
    /// outside costs no more than the weights themselves do.
    /// </summary>
    public string? Fault(WeightLayout layout)
    {
        if (Dtype != SafeTensorsTypes.Name(layout.Type)) return $"{Key} is {Dtype}, the weights here are {SafeTensorsTypes.Name(layout.Type)}";
        if (!Tensors.Select(t => t.Elements).SequenceEqual(layout.Tensors.Select(t => t.Elements))) return $"{Key} has other tensors than the model here";
        if (FrameBytes is < MinFrameBytes or > MaxFrameBytes || FrameBytes % MinFrameBytes != 0) return $"{Key} has frames of {FrameBytes} bytes";
        // A frame of a delta is filled at least to a half, but for the last one.
        var frames = IsFull ? (layout.Bytes + FrameBytes - 1) / FrameBytes : 2 * Bytes / FrameBytes + 1;
        if (Frames < 0 || (IsFull ? Frames != frames || Bytes != layout.Bytes : Frames > frames)) return $"{Key} has {Frames} frames for {Bytes} bytes";
        return Bytes < 0 || Bytes > layout.Bytes + DeltaEncoder.MostOverhead(layout, FrameBytes) ? $"{Key} has {Bytes} bytes for weights of {layout.Bytes}" : null;
    }

    private static ulong IdOf(string sha256, string baseSha256, int frameBytes, int frames, long bytes)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{sha256}|{baseSha256}|{frameBytes}|{frames}|{bytes}");
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
