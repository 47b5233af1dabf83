namespace ToolZero.Core.Data.Rows;

/// <summary>A window onto a stream that grows to the longest row and no further.</summary>
/// <param name="stream">Read forwards, once.</param>
/// <param name="limit">Most bytes that are kept.</param>
internal sealed class RowBuffer(Stream stream, int limit)
{
    private byte[] _bytes = new byte[Math.Min(limit, 256 * 1024)];
    private int _start;
    private int _end;

    /// <summary>Line of the first byte of the window, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>What is there and not taken yet.</summary>
    public ReadOnlySpan<byte> Window => _bytes.AsSpan(_start, _end - _start);

    public ReadOnlyMemory<byte> Memory(int from, int length) => _bytes.AsMemory(_start + from, length);

    /// <summary>Gives up the first bytes of the window and counts their lines.</summary>
    public void Take(int count)
    {
        Line += _bytes.AsSpan(_start, count).Count((byte)'\n');
        _start += count;
    }

    /// <summary>Reads more; false at the end, or when the window is as large as it may be (then <see cref="IsFull"/>).</summary>
    public bool Fill()
    {
        if (_start > 0 && (_end == _bytes.Length || _start > _bytes.Length / 2))
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _bytes.Length)
        {
            if (IsFull) return false;
            Array.Resize(ref _bytes, (int)Math.Min(limit, 2L * _bytes.Length));
        }

        var read = stream.Read(_bytes, _end, _bytes.Length - _end);
        _end += read;
        return read > 0;
    }

    public bool IsFull => _start == 0 && _end == limit;
}
