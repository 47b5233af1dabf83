using System.Collections.Immutable;
using ToolZero.Core.Rollouts;

namespace ToolZero.Model.Weights.Transfer;

/// <summary>
/// Makes the frames that lead from one version to the next. Weights are cut into blocks of neighbouring numbers; a block without a change
/// takes no byte, and a block is never split over frames, so that each frame can be applied by itself and in any order.
/// </summary>
public static class DeltaEncoder
{
    private const int MostBlockBytes = 32 * 1024;

    /// <summary>
    /// The delta; null when it would not be smaller than <paramref name="mostBytes"/>, which is found out without keeping more than that.
    /// </summary>
    /// <param name="before">The base.</param>
    /// <param name="after">The result, of the same layout.</param>
    /// <param name="identity">Key and hash of both.</param>
    /// <param name="frameBytes">Most bytes of a frame's body.</param>
    /// <param name="mostBytes">Most bytes of all frames.</param>
    public static DeltaPayload? Encode(IWeightBytes before, IWeightBytes after, DeltaIdentity identity, int frameBytes, long mostBytes)
    {
        WeightManifest.CheckFrameBytes(frameBytes);
        var layout = after.Layout;
        var elements = BlockBytes(frameBytes) / layout.ElementBytes;
        var block = new DeltaBlock(layout.ElementBytes, elements);
        var frames = new FrameWriter(frameBytes);
        var changes = ImmutableArray.CreateBuilder<TensorChange>(layout.Tensors.Length);
        for (var tensor = 0; tensor < layout.Tensors.Length; tensor++)
        {
            var count = layout.Tensors[tensor].Elements;
            var (changed, bytesBefore) = (0L, frames.Bytes);
            for (long start = 0; start < count; start += elements)
            {
                var length = (int)Math.Min(elements, count - start) * layout.ElementBytes;
                var now = after.Slice(tensor, start * layout.ElementBytes, length);
                block.Compare(before.Slice(tensor, start * layout.ElementBytes, length), now);
                if (block.Changed == 0) continue;
                changed += block.Changed;
                var room = frames.Room(length + DeltaBlock.HeadBytes);
                frames.Written(block.Write(room, tensor, start, now));
                if (frames.Bytes > mostBytes) return null;
            }

            changes.Add(new TensorChange(count, changed, frames.Bytes - bytesBefore));
        }

        var bodies = frames.Finish();
        return new DeltaPayload(
            new WeightManifest(
                identity.Key,
                identity.Sha256,
                identity.Base,
                identity.BaseSha256,
                SafeTensorsTypes.Name(layout.Type),
                frameBytes,
                bodies.Length,
                frames.Bytes,
                changes.MoveToImmutable()),
            bodies);
    }

    /// <summary>Most bytes that a delta may take beyond the weights themselves.</summary>
    internal static long MostOverhead(WeightLayout layout, int frameBytes) =>
        layout.Tensors.Sum(t => t.Elements * layout.ElementBytes / BlockBytes(frameBytes) + 1) * DeltaBlock.HeadBytes;

    /// <summary>A full block with its head fits into half a frame, so that frames are filled at least to a half.</summary>
    private static int BlockBytes(int frameBytes) => Math.Min(MostBlockBytes, (frameBytes / 2 - DeltaBlock.HeadBytes) / 8 * 8);

    private sealed class FrameWriter(int frameBytes)
    {
        private readonly List<byte[]> _frames = [];
        private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(frameBytes);
        private int _used;

        public long Bytes { get; private set; }

        /// <summary>Where the next block is written, in this frame or in a new one.</summary>
        public Span<byte> Room(int most)
        {
            if (_used + most > frameBytes) Close();
            return _buffer.AsSpan(_used);
        }

        public void Written(int bytes) => (_used, Bytes) = (_used + bytes, Bytes + bytes);

        public byte[][] Finish()
        {
            if (_used > 0) Close();
            return [.. _frames];
        }

        private void Close()
        {
            _frames.Add(_buffer[.._used]);
            _used = 0;
        }
    }
}

/// <summary>Which two versions a delta is between.</summary>
/// <param name="Key">The result.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="Base">The base.</param>
/// <param name="BaseSha256">Its hash.</param>
public sealed record DeltaIdentity(WeightsKey Key, string Sha256, WeightsKey Base, string BaseSha256);
