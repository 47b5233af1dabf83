using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Weights.Lane;

/// <summary>
/// A peer that fetches, on a thread of its own. It names frames and gets them; nothing is sent that was not asked for, and nothing else is
/// understood: a peer without the ticket, or with anything but questions, is cut off after its first bytes.
/// </summary>
internal sealed class LaneConnection(Socket socket, LaneServerOptions options) : IDisposable
{
    private readonly byte[] _head = new byte[LaneFormat.HeadBytes];
    private ServedPayload? _served;

    /// <summary>Serves until the peer leaves, is silent for too long, or breaks the rules.</summary>
    public void Run()
    {
        try
        {
            socket.NoDelay = true;
            (socket.SendTimeout, socket.ReceiveTimeout) = ((int)options.Stall.TotalMilliseconds, (int)options.Stall.TotalMilliseconds);
            using var plain = new NetworkStream(socket, ownsSocket: false);
            using var stream = options.Security?.AsServer(plain) ?? plain;
            if (!Greeted(stream)) return;
            Span<byte> question = stackalloc byte[LaneFormat.QuestionBytes];
            while (TryRead(stream, question) && LaneFormat.TryReadQuestion(question, out var id, out var range) && Answer(stream, id, range))
            {
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or AuthenticationException)
        {
            // The peer notices by itself and asks again, here or elsewhere.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        Interlocked.Exchange(ref _served, null)?.Dispose();
    }

    private bool Greeted(Stream stream)
    {
        Span<byte> expected = stackalloc byte[LaneFormat.GreetingBytes];
        Span<byte> greeting = stackalloc byte[LaneFormat.GreetingBytes];
        LaneFormat.WriteGreeting(expected, options.Ticket);
        return TryRead(stream, greeting) && CryptographicOperations.FixedTimeEquals(expected, greeting);
    }

    /// <summary>False when the peer has left.</summary>
    private static bool TryRead(Stream stream, Span<byte> target) => stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) == target.Length;

    private bool Answer(Stream stream, ulong id, FrameRange range)
    {
        if (_served?.Payload.Id != id)
        {
            _served?.Dispose();
            _served = options.Find(id);
        }

        if (_served is not { Payload: var payload })
        {
            WriteHead(stream, new FrameHeader(id, LaneFormat.Gone, 0, 0));
            return true;
        }

        if (range.From < 0 || range.Count < 0 || range.Count > payload.Manifest.Frames - range.From) return false;
        for (var frame = range.From; frame < range.From + range.Count; frame++)
        {
            if (!Send(stream, payload, frame)) return false;
        }

        WriteHead(stream, new FrameHeader(id, LaneFormat.Answered, 0, 0));
        return true;
    }

    private bool Send(Stream stream, WeightPayload payload, int frame)
    {
        var header = new FrameHeader(payload.Id, frame, payload.Checksum(frame), payload.Length(frame));
        switch (options.Faults?.Invoke(payload.Id, frame) ?? LaneFault.None)
        {
            case LaneFault.Drop:
                return true;
            case LaneFault.Cut:
                WriteHead(stream, header);
                return false;
            case LaneFault.Corrupt:
                WriteHead(stream, header);
                payload.Visit(frame, bytes => stream.Write(Damaged(bytes)));
                return true;
            case LaneFault.Duplicate:
                Write(stream, payload, header);
                goto default;
            default:
                Write(stream, payload, header);
                return true;
        }
    }

    private void Write(Stream stream, WeightPayload payload, FrameHeader header)
    {
        WriteHead(stream, header);
        payload.Visit(header.Frame, bytes => stream.Write(bytes));
    }

    private static byte[] Damaged(ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        copy[copy.Length / 2] ^= 0x10;
        return copy;
    }

    private void WriteHead(Stream stream, FrameHeader header)
    {
        LaneFormat.WriteHead(_head, header);
        stream.Write(_head);
    }
}
