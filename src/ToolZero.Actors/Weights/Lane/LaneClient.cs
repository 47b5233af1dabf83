using System.Net.Sockets;
using System.Security.Authentication;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Weights.Lane;

/// <summary>How asking a peer for frames ended.</summary>
internal enum LaneOutcome
{
    /// <summary>All frames are here.</summary>
    Complete,

    /// <summary>Nobody answers at that address.</summary>
    Unreachable,

    /// <summary>The peer does not have these frames.</summary>
    Gone,

    /// <summary>The connection ended, was silent for too long, or carried something else than frames.</summary>
    Broken,

    /// <summary>There is no time left.</summary>
    Overdue,
}

/// <summary>Asks a peer for frames, on the caller's thread.</summary>
/// <param name="peer">Where.</param>
/// <param name="stall">Longest silence.</param>
/// <param name="security">TLS; null = none.</param>
/// <param name="overdue">Whether the time is over.</param>
internal sealed class LaneClient(LaneAddress peer, TimeSpan stall, LaneSecurity? security, Func<bool> overdue) : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private Stream? _stream;

    /// <summary>Why the last call did not complete.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Fetches what the receiver does not have yet. What came stays in it, however this ends.</summary>
    /// <param name="receiver">Takes the frames.</param>
    /// <param name="onFrame">Called after each frame that was accepted.</param>
    public LaneOutcome Fetch(FrameReceiver receiver, Action? onFrame = null)
    {
        try
        {
            if (_stream is null && !Connect()) return LaneOutcome.Unreachable;
            return Exchange(receiver, onFrame);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or AuthenticationException)
        {
            Reason = error.Message;
            return LaneOutcome.Broken;
        }
        finally
        {
            receiver.Window.Reset();
        }
    }

    /// <summary>Also from another thread: a fetch that is under way ends.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _stream?.Dispose();
    }

    private bool Connect()
    {
        try
        {
            var connecting = _socket.BeginConnect(peer.Host, peer.Port, null, null);
            if (!connecting.AsyncWaitHandle.WaitOne(stall))
            {
                Reason = $"no connection within {stall}";
                return false;
            }

            _socket.EndConnect(connecting);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            Reason = error.Message;
            return false;
        }

        (_socket.SendTimeout, _socket.ReceiveTimeout) = ((int)stall.TotalMilliseconds, (int)stall.TotalMilliseconds);
        var plain = new NetworkStream(_socket, ownsSocket: false);
        _stream = security?.AsClient(plain, peer.Host) ?? plain;
        Span<byte> greeting = stackalloc byte[LaneFormat.GreetingBytes];
        LaneFormat.WriteGreeting(greeting, peer.Ticket);
        _stream.Write(greeting);
        return true;
    }

    private LaneOutcome Exchange(FrameReceiver receiver, Action? onFrame)
    {
        var stream = _stream!;
        var id = receiver.Payload.Id;
        var questions = new Queue<FrameRange>();
        // A peer whose frames are all bad must not keep us until the deadline.
        var badLeft = receiver.Payload.Manifest.Frames + 64;
        Span<byte> question = stackalloc byte[LaneFormat.QuestionBytes];
        Span<byte> head = stackalloc byte[LaneFormat.HeadBytes];
        while (!receiver.Window.Complete)
        {
            if (overdue()) return Ended(LaneOutcome.Overdue, "the deadline has passed");
            foreach (var range in receiver.Window.Grant())
            {
                LaneFormat.WriteQuestion(question, id, range);
                stream.Write(question);
                questions.Enqueue(range);
            }

            stream.ReadExactly(head);
            if (!LaneFormat.TryReadHead(head, out var header)) return Ended(LaneOutcome.Broken, $"{peer} sent something that is no frame");
            switch (header.Frame)
            {
                case LaneFormat.Gone when header.Id == id:
                    return Ended(LaneOutcome.Gone, $"{peer} does not have these frames any more");
                case LaneFormat.Answered:
                    // The answer to a question about an earlier manifest may still be under way.
                    if (header.Id == id && questions.TryDequeue(out var answered)) receiver.Window.Answered(answered);
                    break;
                default:
                    var verdict = receiver.Receive(header, stream.ReadExactly);
                    if (verdict == FrameVerdict.Accepted) onFrame?.Invoke();
                    if (verdict is FrameVerdict.Corrupt or FrameVerdict.Foreign && --badLeft < 0) return Ended(LaneOutcome.Broken, $"{peer} sends damaged frames only");
                    break;
            }
        }

        return LaneOutcome.Complete;
    }

    private LaneOutcome Ended(LaneOutcome outcome, string reason)
    {
        Reason = reason;
        return outcome;
    }
}
