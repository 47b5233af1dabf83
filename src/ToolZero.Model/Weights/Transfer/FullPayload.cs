namespace ToolZero.Model.Weights.Transfer;

/// <summary>Whole weights: frames are cut from their memory when they are asked for, or read into it.</summary>
public sealed class FullPayload : WeightPayload
{
    private readonly IWeightBytes _weights;
    private readonly long[] _starts;

    public FullPayload(WeightManifest manifest, IWeightBytes weights)
        : base(manifest)
    {
        _weights = weights;
        _starts = new long[weights.Layout.Tensors.Length + 1];
        for (var i = 1; i < _starts.Length; i++) _starts[i] = _starts[i - 1] + weights.Layout.Tensors[i - 1].Elements * weights.Layout.ElementBytes;
    }

    public override int Length(int frame) => (int)Math.Min(Manifest.FrameBytes, Manifest.Bytes - (long)frame * Manifest.FrameBytes);

    public override bool TryReserve(int frame, int length) => length == Length(frame);

    public override void Visit(int frame, BytesVisitor visit)
    {
        var from = (long)frame * Manifest.FrameBytes;
        var end = from + Length(frame);
        var found = Array.BinarySearch(_starts, from);
        for (var tensor = found >= 0 ? found : ~found - 1; from < end; tensor++)
        {
            var length = (int)(Math.Min(end, _starts[tensor + 1]) - from);
            if (length <= 0) continue;
            visit(_weights.Slice(tensor, from - _starts[tensor], length));
            from += length;
        }
    }
}
