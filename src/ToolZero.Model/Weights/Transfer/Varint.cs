namespace ToolZero.Model.Weights.Transfer;

/// <summary>Unsigned LEB128: seven bits a byte, low ones first, the high bit says that more follow.</summary>
internal static class Varint
{
    public const int MostBytes = 9;

    public static int Size(long value)
    {
        var size = 1;
        while ((value >>= 7) != 0) size++;
        return size;
    }

    public static void Write(Span<byte> target, ref int position, long value)
    {
        for (; value >= 0x80; value >>= 7) target[position++] = (byte)(value | 0x80);
        target[position++] = (byte)value;
    }

    /// <summary>False at the end of the source, or at a number of more than 63 bits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, ref int position, out long value)
    {
        value = 0;
        for (var shift = 0; shift < 7 * MostBytes && position < source.Length; shift += 7)
        {
            var part = source[position++];
            value |= (long)(part & 0x7F) << shift;
            if (part < 0x80) return true;
        }

        return false;
    }
}
