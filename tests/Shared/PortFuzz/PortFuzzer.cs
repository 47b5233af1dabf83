using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ToolZero.Core.Randomness;

namespace ToolZero.Tests.Shared.PortFuzz;

/// <summary>What was sent, and what became of the connections.</summary>
/// <param name="Frames">Frames that were sent.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Connections">Connections in all.</param>
/// <param name="Answered">Those whose envelopes were all read.</param>
/// <param name="HungUp">Those that the other side cut before the end.</param>
/// <param name="Refused">Those that TLS did not let in.</param>
/// <param name="Silent">Those on which nothing happened for long.</param>
internal sealed record FuzzReport(long Frames, long Bytes, long Connections, long Answered, long HungUp, long Refused, long Silent);

/// <summary>Puts TLS over a connection.</summary>
internal delegate Task<Stream> SecureStream(Stream plain, CancellationToken cancellation);

/// <summary>
/// Sends frames to a port over many connections, one after the other. Most greet as a node does and send envelopes before what is broken; all
/// wait until the other side has read everything, so that a frame which was sent is a frame which was taken apart.
/// </summary>
/// <param name="target">The port.</param>
/// <param name="frames">Makes them.</param>
/// <param name="random">How long a connection lives.</param>
/// <param name="patience">The longest that a connection lives.</param>
/// <param name="secure">Puts TLS over the socket; null for none.</param>
internal sealed class PortFuzzer(IPEndPoint target, FrameMaker frames, RandomStream random, TimeSpan patience, SecureStream? secure)
{
    private const int MostEnvelopesOfAConnection = 200;
    private static readonly byte[] Nothing = [.. Enumerable.Repeat((byte)0xff, 100)];
    private long _frames;
    private long _bytes;
    private long _connections;
    private long _hungUp;
    private long _refused;
    private long _silent;
    private long _answered;

    /// <param name="count">Frames that are to be sent.</param>
    /// <param name="attempts">Connections after which it gives up: a port that takes no frames must not be tried for ever.</param>
    public async Task<FuzzReport> Send(long count, long attempts)
    {
        while (_frames < count && _connections < attempts) await Connect(count);
        return new FuzzReport(_frames, _bytes, _connections, _answered, _hungUp, _refused, _silent);
    }

    private async Task Connect(long count)
    {
        _connections++;
        using var impatience = new CancellationTokenSource(patience);
        using var socket = new TcpClient { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, impatience.Token);
            var plain = socket.GetStream();
            await using var stream = secure is null ? plain : await secure(plain, impatience.Token);
            if (random.Chance(0.8) && _frames < count - 3) await Converse(stream, count, impatience.Token);
            await Write(stream, frames.Broken(), impatience.Token);
            socket.Client.Shutdown(SocketShutdown.Send);
            await ReadUntil(stream, Nothing, impatience.Token);
        }
        catch (AuthenticationException)
        {
            _refused++;
        }
        catch (IOException)
        {
            _hungUp++;
        }
        catch (OperationCanceledException)
        {
            _silent++;
        }
    }

    /// <summary>Greets and sends envelopes, and waits until they are read.</summary>
    private async Task Converse(Stream stream, long count, CancellationToken cancellation)
    {
        var origin = frames.Stranger();
        await Write(stream, frames.Greeting(origin), cancellation);
        for (var left = random.Next(MostEnvelopesOfAConnection); left > 0 && _frames < count - 3; left--) await Write(stream, frames.Envelope(), cancellation);
        await Write(stream, frames.Question(origin), cancellation);
        if (await ReadUntil(stream, Encoding.UTF8.GetBytes(frames.AnswerManifest), cancellation)) _answered++;
    }

    private async Task Write(Stream stream, byte[] frame, CancellationToken cancellation)
    {
        await stream.WriteAsync(frame, cancellation);
        _frames++;
        _bytes += frame.Length;
    }

    /// <summary>Reads until something comes; false when the other side closes before.</summary>
    private static async Task<bool> ReadUntil(Stream stream, byte[] wanted, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        for (var filled = 0; filled < buffer.Length;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellation);
            if (read == 0) return false;
            filled += read;
            if (buffer.AsSpan(0, filled).IndexOf(wanted) >= 0) return true;
        }

        return false;
    }
}
