using System.Numerics;
using System.Runtime.InteropServices;

namespace ToolZero.Model.Weights.Transfer;

/// <summary>
/// The changes of some neighbouring numbers of one tensor. On the wire: varints of the tensor's ordinal, first number and count, the form,
/// varint of the changed ones, positions as the form says, then the new values (little-endian, as in the weights).
/// </summary>
internal sealed class DeltaBlock(int elementBytes, int elements)
{
    /// <summary>Most bytes of a block besides its values.</summary>
    public const int HeadBytes = 4 * Varint.MostBytes + 1;

    // Memory is compared this many numbers at a time; where nothing differs that is one vector instruction.
    private const int Stride = 32;

    private readonly int[] _positions = new int[elements];

    /// <summary>Numbers that differ, after <see cref="Compare"/>.</summary>
    public int Changed { get; private set; }

    /// <summary>Finds what differs.</summary>
    public void Compare(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after) => Changed = elementBytes == 2
        ? Differences(MemoryMarshal.Cast<byte, ushort>(before), MemoryMarshal.Cast<byte, ushort>(after), _positions)
        : Differences(MemoryMarshal.Cast<byte, uint>(before), MemoryMarshal.Cast<byte, uint>(after), _positions);

    /// <summary>Writes what <see cref="Compare"/> found; returns the bytes taken.</summary>
    public int Write(Span<byte> target, int tensor, long start, ReadOnlySpan<byte> after)
    {
        var count = after.Length / elementBytes;
        var gaps = GapBytes();
        var bitmap = (count + 7) / 8;
        var values = Changed * elementBytes;
        var form = after.Length <= values + Math.Min(gaps, bitmap) ? BlockForm.Full : gaps <= bitmap ? BlockForm.Gaps : BlockForm.Bitmap;
        var at = 0;
        Varint.Write(target, ref at, tensor);
        Varint.Write(target, ref at, start);
        Varint.Write(target, ref at, count);
        target[at++] = (byte)form;
        Varint.Write(target, ref at, form == BlockForm.Full ? count : Changed);
        switch (form)
        {
            case BlockForm.Full:
                after.CopyTo(target[at..]);
                return at + after.Length;
            case BlockForm.Gaps:
                WriteGaps(target, ref at);
                break;
            case BlockForm.Bitmap:
                var bits = target.Slice(at, bitmap);
                bits.Clear();
                foreach (var position in _positions.AsSpan(0, Changed)) bits[position >> 3] |= (byte)(1 << (position & 7));
                at += bitmap;
                break;
        }

        foreach (var position in _positions.AsSpan(0, Changed))
        {
            after.Slice(position * elementBytes, elementBytes).CopyTo(target[at..]);
            at += elementBytes;
        }

        return at;
    }

    private static int Differences<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after, int[] positions)
        where T : unmanaged, IEqualityOperators<T, T, bool>, IEquatable<T>
    {
        var found = 0;
        for (var from = 0; from < after.Length; from += Stride)
        {
            var length = Math.Min(Stride, after.Length - from);
            var old = before.Slice(from, length);
            var now = after.Slice(from, length);
            if (old.SequenceEqual(now)) continue;
            for (var i = 0; i < length; i++)
            {
                positions[found] = from + i;
                found += old[i] != now[i] ? 1 : 0;
            }
        }

        return found;
    }

    private int GapBytes()
    {
        var (bytes, next) = (0, 0);
        foreach (var position in _positions.AsSpan(0, Changed))
        {
            bytes += Varint.Size(position - next);
            next = position + 1;
        }

        return bytes;
    }

    private void WriteGaps(Span<byte> target, ref int at)
    {
        var next = 0;
        foreach (var position in _positions.AsSpan(0, Changed))
        {
            Varint.Write(target, ref at, position - next);
            next = position + 1;
        }
    }
}
