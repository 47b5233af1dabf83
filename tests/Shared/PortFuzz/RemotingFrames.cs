using System.Buffers.Binary;
using System.Text;
using Akka.Actor;
using ToolZero.Actors.Wire.Sealing;

namespace ToolZero.Tests.Shared.PortFuzz;

/// <summary>Frames as Akka.Remote's TCP transport takes them: four bytes of length, least first, then a protobuf message of its protocol, then our seal.</summary>
internal static class RemotingFrames
{
    /// <summary>With the seal of <see cref="SealedTransport"/>, so that remoting looks at it.</summary>
    public static byte[] Framed(ReadOnlySpan<byte> body)
    {
        var whole = FrameSeal.Close(body).Span;
        return WithLength(whole, whole.Length);
    }

    /// <summary>As a program sends it that does not know the seal, or as a damaged line makes it.</summary>
    public static byte[] Unsealed(ReadOnlySpan<byte> body) => WithLength(body, body.Length);

    /// <summary>A frame that announces another length than it has.</summary>
    public static byte[] WithLength(ReadOnlySpan<byte> body, int length)
    {
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        body.CopyTo(frame.AsSpan(4));
        return frame;
    }

    /// <summary>AkkaProtocolMessage with an instruction: 1 associate, 2 disassociate, 3 heartbeat, 4 shutting down, 5 quarantined.</summary>
    public static byte[] Instruction(int command, Address origin, ulong uid) =>
        Field(2, [.. Number(1, (ulong)command), .. Field(2, [.. Field(1, Address(origin)), .. Fixed(2, uid)])]);

    /// <summary>AkkaProtocolMessage with a payload: an envelope with recipient, message and, where it has one, sender.</summary>
    /// <param name="sequence">Of a message that is acknowledged; the largest number means that it is not.</param>
    public static byte[] Message(string recipient, int serializer, ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> message, string? sender, ulong sequence = ulong.MaxValue) =>
        Field(1, Field(2, [
            .. Field(1, Field(1, Encoding.UTF8.GetBytes(recipient))),
            .. Field(2, [.. Field(1, message), .. Number(2, (ulong)serializer), .. Field(3, manifest)]),
            .. sender is null ? [] : Field(4, Field(1, Encoding.UTF8.GetBytes(sender))),
            .. Fixed(5, sequence),
        ]));

    private static byte[] Address(Address address) =>
    [
        .. Field(1, Encoding.UTF8.GetBytes(address.System)),
        .. Field(2, Encoding.UTF8.GetBytes(address.Host!)),
        .. Number(3, (ulong)address.Port!.Value),
        // Its protocol without Akka's own part: tcp, or ssl.tcp.
        .. Field(4, Encoding.UTF8.GetBytes(address.Protocol["akka.".Length..])),
    ];

    private static byte[] Field(int number, ReadOnlySpan<byte> body) => [.. Varint((ulong)(number << 3 | 2)), .. Varint((ulong)body.Length), .. body];

    private static byte[] Number(int number, ulong value) => [.. Varint((ulong)(number << 3)), .. Varint(value)];

    private static byte[] Fixed(int number, ulong value)
    {
        var bytes = new byte[9];
        bytes[0] = (byte)(number << 3 | 1);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(1), value);
        return bytes;
    }

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
