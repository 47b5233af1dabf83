using System.Buffers.Binary;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Weights.Lane;

/// <summary>
/// What travels on the lane: MessagePack values one after the other, every number in its longest form, so that all heads have a fixed length
/// and bodies go from memory to memory without a copy. docs/wire.md has the table.
/// <code>
/// greeting  [ticket: bin 16, format: int]                      peer  -> server, once
/// question  [manifest: uint64, from: int, count: int]          peer  -> server
/// frame     [manifest: uint64, frame: int, checksum: uint32, body: bin]   server -> peer
/// end       frame -1: all frames of a question were sent;  frame -2: there is no such manifest (any more)
/// </code>
/// </summary>
internal static class LaneFormat
{
    public const int Version = 1;
    public const int GreetingBytes = 1 + 2 + LaneAddress.TicketBytes + 5;
    public const int QuestionBytes = 1 + 9 + 5 + 5;
    public const int HeadBytes = 1 + 9 + 5 + 5 + 5;

    /// <summary>Instead of a frame's number: all frames of a question were sent.</summary>
    public const int Answered = -1;

    /// <summary>Instead of a frame's number: nobody here has that manifest.</summary>
    public const int Gone = -2;

    private const byte Bin8 = 0xC4;
    private const byte Bin32 = 0xC6;
    private const byte UInt32 = 0xCE;
    private const byte UInt64 = 0xCF;
    private const byte Int32 = 0xD2;
    private const byte Array = 0x90;

    /// <param name="target">Where to.</param>
    /// <param name="ticket">In hexadecimal; one of another length is no ticket, and is sent as zeros.</param>
    public static void WriteGreeting(Span<byte> target, string ticket)
    {
        target[0] = Array | 2;
        target[1] = Bin8;
        target[2] = LaneAddress.TicketBytes;
        target.Slice(3, LaneAddress.TicketBytes).Clear();
        _ = Convert.FromHexString(ticket, target.Slice(3, LaneAddress.TicketBytes), out _, out _);
        Put(target[(3 + LaneAddress.TicketBytes)..], Int32, Version);
    }

    public static void WriteQuestion(Span<byte> target, ulong id, FrameRange range)
    {
        target[0] = Array | 3;
        Put(target[1..], id);
        Put(target[10..], Int32, range.From);
        Put(target[15..], Int32, range.Count);
    }

    public static bool TryReadQuestion(ReadOnlySpan<byte> source, out ulong id, out FrameRange range)
    {
        id = BinaryPrimitives.ReadUInt64BigEndian(source[2..]);
        range = new FrameRange(BinaryPrimitives.ReadInt32BigEndian(source[11..]), BinaryPrimitives.ReadInt32BigEndian(source[16..]));
        return source[0] == (Array | 3) && source[1] == UInt64 && source[10] == Int32 && source[15] == Int32;
    }

    public static void WriteHead(Span<byte> target, FrameHeader header)
    {
        target[0] = Array | 4;
        Put(target[1..], header.Id);
        Put(target[10..], Int32, header.Frame);
        Put(target[15..], UInt32, unchecked((int)header.Checksum));
        Put(target[20..], Bin32, header.Length);
    }

    /// <summary>False for what is no head, or announces a body that no frame has.</summary>
    public static bool TryReadHead(ReadOnlySpan<byte> source, out FrameHeader header)
    {
        header = new FrameHeader(
            BinaryPrimitives.ReadUInt64BigEndian(source[2..]),
            BinaryPrimitives.ReadInt32BigEndian(source[11..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[16..]),
            BinaryPrimitives.ReadInt32BigEndian(source[21..]));
        return source[0] == (Array | 4) && source[1] == UInt64 && source[10] == Int32 && source[15] == UInt32 && source[20] == Bin32
            && header.Length is >= 0 and <= WeightManifest.MaxFrameBytes;
    }

    private static void Put(Span<byte> target, ulong value)
    {
        target[0] = UInt64;
        BinaryPrimitives.WriteUInt64BigEndian(target[1..], value);
    }

    private static void Put(Span<byte> target, byte code, int value)
    {
        target[0] = code;
        BinaryPrimitives.WriteInt32BigEndian(target[1..], value);
    }
}
