namespace ToolZero.Model.Weights.Transfer;

/// <summary>The frames between two versions, kept in memory.</summary>
public sealed class DeltaPayload : WeightPayload
{
    private readonly byte[]?[] _frames;
    private long _bytes;

    /// <summary>Complete frames.</summary>
    public DeltaPayload(WeightManifest manifest, byte[][] frames)
        : base(manifest)
    {
        _frames = [.. frames];
        _bytes = frames.Sum(f => (long)f.Length);
    }

    /// <summary>Frames to be received.</summary>
    public DeltaPayload(WeightManifest manifest)
        : base(manifest) => _frames = new byte[manifest.Frames][];

    public override int Length(int frame) => _frames[frame]?.Length ?? 0;

    public override bool TryReserve(int frame, int length)
    {
        if (length < 1 || length > Manifest.FrameBytes) return false;
        var bytes = _bytes - Length(frame) + length;
        // What a manifest announced is all that memory is given for.
        if (bytes > Manifest.Bytes) return false;
        _bytes = bytes;
        _frames[frame] = GC.AllocateUninitializedArray<byte>(length);
        return true;
    }

    public override void Visit(int frame, BytesVisitor visit) => visit(_frames[frame]);

    /// <summary>Turns the base into the result, in place. False when a frame is none of a delta for such weights: the target is spoilt then.</summary>
    public bool TryApply(IWeightBytes target) => _frames.All(frame => frame is not null && DeltaFrame.TryApply(frame, target));
}
