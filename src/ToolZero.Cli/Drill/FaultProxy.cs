using System.Net;
using System.Net.Sockets;
using ToolZero.Cli.Cluster;
using ToolZero.Core.Randomness;

namespace ToolZero.Cli.Drill;

/// <summary>
/// Stands before the port of a node, on loopback: others connect to it in place of the node, and it hands on what they send, late, damaged or not at all, as it is told.
/// While nobody listens behind it, its own port is closed too: that is how the others see that a process has died.
/// </summary>
internal sealed class FaultProxy : IDisposable
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>One byte in about so many is changed while frames are corrupted.</summary>
    private const int CorruptOneIn = 20_000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<TcpClient> _open = [];
    private readonly RandomStream _random;
    private readonly TimeProvider _time;
    private readonly int _target;
    private readonly Task _accepting;
    private CancellationTokenSource? _gone;
    private TimeSpan _delay;
    private bool _corrupts;

    /// <param name="target">Loopback port that the node listens on.</param>
    /// <param name="seed">Seed of the damage.</param>
    /// <param name="time">Clock of delays.</param>
    public FaultProxy(int target, ulong seed, TimeProvider time)
    {
        (_target, _random, _time) = (target, new RandomStream(seed), time);
        Port = FreePorts.Take(1)[0];
        _accepting = Accept();
    }

    /// <summary>Where others connect.</summary>
    public int Port { get; }

    /// <summary>Bytes that were changed so far.</summary>
    public long Corrupted { get; private set; }

    /// <summary>How late everything is; zero = not at all.</summary>
    public void Delay(TimeSpan delay)
    {
        lock (_gate) _delay = delay;
    }

    /// <summary>Whether bytes on their way to the node are changed.</summary>
    public void Corrupt(bool on)
    {
        lock (_gate) _corrupts = on;
    }

    /// <summary>Cuts every connection there is.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            foreach (var client in _open) client.Dispose();
            _open.Clear();
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        Drop();
        _ = _accepting.ContinueWith(_ => _stop.Dispose(), TaskScheduler.Default);
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                using var gone = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                using var listener = new TcpListener(IPAddress.Loopback, Port);
                lock (_gate) _gone = gone;
                listener.Start();
                await Serve(listener, gone.Token);
                lock (_gate) _gone = null;
                listener.Stop();
                await Comes();
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    /// <summary>Joins callers with the node until it is gone.</summary>
    private async Task Serve(TcpListener listener, CancellationToken gone)
    {
        try
        {
            while (true)
            {
                var caller = await listener.AcceptTcpClientAsync(gone);
                if (await Reach() is { } node)
                {
                    _ = Join(caller, node);
                    continue;
                }

                caller.Dispose();
                return;
            }
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            // A connection ended, and behind it nobody listens any more.
        }
    }

    /// <summary>After the end of a connection: the port of a process that died closes with it.</summary>
    private async Task LookAfter()
    {
        try
        {
            using var node = await Reach();
            if (node is not null) return;
            lock (_gate) _gone?.Cancel();
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The proxy is disposed.
        }
    }

    /// <summary>A connection to the node; null when it refuses.</summary>
    private async Task<TcpClient?> Reach()
    {
        var node = new TcpClient { NoDelay = true };
        try
        {
            await node.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            return node;
        }
        catch (Exception error)
        {
            node.Dispose();
            if (error is SocketException) return null;
            throw;
        }
    }

    /// <summary>Waits until somebody listens behind the proxy.</summary>
    private async Task Comes()
    {
        while (true)
        {
            using var node = await Reach();
            if (node is not null) return;
            await Task.Delay(Look, _time, _stop.Token);
        }
    }

    private async Task Join(TcpClient caller, TcpClient node)
    {
        caller.NoDelay = true;
        lock (_gate) _open.AddRange([caller, node]);
        try
        {
            await Task.WhenAny(Pump(caller, node, towardsNode: true), Pump(node, caller, towardsNode: false));
        }
        finally
        {
            lock (_gate)
            {
                _open.Remove(caller);
                _open.Remove(node);
            }

            caller.Dispose();
            node.Dispose();
        }

        await LookAfter();
    }

    private async Task Pump(TcpClient from, TcpClient to, bool towardsNode)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _stop.Token) is var read && read > 0)
            {
                var delay = Treat(buffer.AsSpan(0, read), towardsNode);
                if (delay > TimeSpan.Zero) await Task.Delay(delay, _time, _stop.Token);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone; the other follows.
        }
    }

    /// <summary>Damages what has to be, and says how long it has to wait.</summary>
    private TimeSpan Treat(Span<byte> bytes, bool towardsNode)
    {
        lock (_gate)
        {
            if (_corrupts && towardsNode && _random.Chance((double)bytes.Length / CorruptOneIn))
            {
                bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(8));
                Corrupted++;
            }

            return _delay;
        }
    }
}
