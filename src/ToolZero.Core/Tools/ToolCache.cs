using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ToolZero.Core.Data;

namespace ToolZero.Core.Tools;

/// <summary>
/// Remembers tools by the bytes they were read from: data sets offer the same tools over and over. Bounded; when full it starts anew.
/// </summary>
internal sealed class ToolCache
{
    // Bytes of all keys; the tools take a few times as much.
    private const int Capacity = 8 * 1024 * 1024;
    private const int LongestKey = 64 * 1024;

    private readonly Dictionary<byte[], ToolSchema> _tools = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], ToolSchema>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private int _kept;

    public ToolCache() => _lookup = _tools.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The tool of these bytes, read only when they are new.</summary>
    public ToolSchema Read(JsonField field, Func<JsonField, ToolSchema> read)
    {
        var bytes = JsonMarshal.GetRawUtf8Value(field.Json);
        if (_lookup.TryGetValue(bytes, out var known)) return known;
        var tool = read(field);
        if (bytes.Length > LongestKey) return tool;
        if (_kept + bytes.Length > Capacity)
        {
            _tools.Clear();
            _kept = 0;
        }

        _kept += bytes.Length;
        _lookup[bytes] = tool;
        return tool;
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static BytesComparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
