using System.Buffers.Binary;

namespace ToolZero.Model.Weights.Transfer;

/// <summary>Takes some bytes, to read them or to fill them.</summary>
public delegate void BytesVisitor(Span<byte> bytes);

/// <summary>
/// The frames of a version: complete ones are served, and the same object is filled by a receiver. Complete frames may be read by many
/// threads at once.
/// </summary>
public abstract class WeightPayload(WeightManifest manifest)
{
    // 0 = not computed yet. Several followers ask for the same frames; two threads may compute the same value.
    private readonly uint[] _checksums = new uint[manifest.Frames];

    public WeightManifest Manifest { get; } = manifest;

    /// <summary>Of the manifest.</summary>
    public ulong Id { get; } = manifest.Id;

    /// <summary>Bytes in the body of a frame.</summary>
    public abstract int Length(int frame);

    /// <summary>Visits the memory of a frame's body in order.</summary>
    public abstract void Visit(int frame, BytesVisitor visit);

    /// <summary>Makes room for a body that is about to arrive; false when a frame cannot have that length.</summary>
    public abstract bool TryReserve(int frame, int length);

    /// <summary>Checksum of a complete frame, as it travels with it.</summary>
    public uint Checksum(int frame)
    {
        var known = Volatile.Read(ref _checksums[frame]);
        if (known != 0) return known;
        var state = Crc32C.Start;
        Visit(frame, bytes => state = Crc32C.Append(state, bytes));
        var checksum = Seal(state, Id, frame);
        Volatile.Write(ref _checksums[frame], checksum);
        return checksum;
    }

    /// <summary>Ends a checksum over a body: name and number of the frame are part of it. Never 0.</summary>
    public static uint Seal(uint state, ulong id, int frame)
    {
        Span<byte> name = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(name, id);
        BinaryPrimitives.WriteInt32LittleEndian(name[8..], frame);
        return Math.Max(1, ~Crc32C.Append(state, name));
    }
}
