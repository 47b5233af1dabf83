using System.Buffers;

namespace ToolZero.Core.Data;

/// <summary>Gives what is written to a stream at once, so that a row takes the room of its longest piece. Unlike <see cref="System.Text.Json.Utf8JsonWriter"/>'s own, it does not flush the stream.</summary>
internal sealed class StreamBuffer(Stream stream) : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[64 * 1024];

    public void Advance(int count) => stream.Write(_bytes, 0, count);

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_bytes.Length < sizeHint) _bytes = new byte[Math.Max(sizeHint, 2 * _bytes.Length)];
        return _bytes;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
