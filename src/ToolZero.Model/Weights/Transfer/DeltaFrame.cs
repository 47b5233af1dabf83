using System.Numerics;

namespace ToolZero.Model.Weights.Transfer;

/// <summary>Reads the body of a delta's frame into weights.</summary>
internal static class DeltaFrame
{
    /// <summary>
    /// Writes the frame's values into <paramref name="target"/>. False when the body is no delta frame of that layout; nothing outside of the
    /// weights is read or written then, but some of the values may be.
    /// </summary>
    public static bool TryApply(ReadOnlySpan<byte> body, IWeightBytes target)
    {
        for (var at = 0; at < body.Length;)
        {
            if (!TryApplyBlock(body, ref at, target)) return false;
        }

        return true;
    }

    private static bool TryApplyBlock(ReadOnlySpan<byte> body, ref int at, IWeightBytes target)
    {
        var (layout, size) = (target.Layout, target.Layout.ElementBytes);
        if (!Varint.TryRead(body, ref at, out var tensor) || tensor >= layout.Tensors.Length) return false;
        if (!Varint.TryRead(body, ref at, out var start) || !Varint.TryRead(body, ref at, out var count)) return false;
        var elements = layout.Tensors[(int)tensor].Elements;
        if (start > elements || count > elements - start || count * size > WeightManifest.MaxFrameBytes || at == body.Length) return false;
        var form = (BlockForm)body[at++];
        if (!Varint.TryRead(body, ref at, out var changed) || changed > count) return false;
        var values = target.Slice((int)tensor, start * size, (int)count * size);
        return form switch
        {
            BlockForm.Full => changed == count && TryTake(body, ref at, values.Length, out var all) && all.TryCopyTo(values),
            BlockForm.Gaps => TryApplyGaps(body, ref at, (int)changed, size, values),
            BlockForm.Bitmap => TryApplyBitmap(body, ref at, (int)changed, size, values),
            _ => false,
        };
    }

    private static bool TryApplyGaps(ReadOnlySpan<byte> body, ref int at, int changed, int size, Span<byte> values)
    {
        var count = values.Length / size;
        var gaps = body[at..];
        var read = 0;
        for (var i = 0; i < changed; i++)
        {
            if (!Varint.TryRead(gaps, ref read, out _)) return false;
        }

        at += read;
        if (!TryTake(body, ref at, changed * size, out var news)) return false;
        long position = 0;
        read = 0;
        for (var i = 0; i < changed; i++, position++)
        {
            Varint.TryRead(gaps, ref read, out var gap);
            if (gap >= count - position) return false;
            position += gap;
            news.Slice(i * size, size).CopyTo(values[((int)position * size)..]);
        }

        return true;
    }

    private static bool TryApplyBitmap(ReadOnlySpan<byte> body, ref int at, int changed, int size, Span<byte> values)
    {
        var count = values.Length / size;
        if (!TryTake(body, ref at, (count + 7) / 8, out var bits) || !TryTake(body, ref at, changed * size, out var news)) return false;
        var taken = 0;
        for (var i = 0; i < bits.Length; i++)
        {
            for (var left = (uint)bits[i]; left != 0; left &= left - 1)
            {
                var position = i * 8 + BitOperations.TrailingZeroCount(left);
                if (position >= count || taken == changed) return false;
                news.Slice(taken++ * size, size).CopyTo(values[(position * size)..]);
            }
        }

        return taken == changed;
    }

    private static bool TryTake(ReadOnlySpan<byte> body, ref int at, int length, out ReadOnlySpan<byte> taken)
    {
        var enough = length <= body.Length - at;
        taken = enough ? body.Slice(at, length) : default;
        if (enough) at += length;
        return enough;
    }
}
