using System.Net;
using System.Net.Sockets;

namespace ToolZero.Actors.Tests.Wire.Support;

/// <summary>
/// A line between two nodes. What the first caller says waits until it is let through, and no answer comes back to it; when it hangs up, the other side is hung up
/// on. Later callers wait until the line is open, and are then joined as by any other.
/// </summary>
internal sealed class SilentLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;

    public SilentLine()
    {
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Somebody has called.</summary>
    public Task Called => _called.Task;

    /// <summary>Passes on what the first caller says to that port of this machine.</summary>
    public void LetThrough(int port) => _port.TrySetResult(port);

    public void Open() => _open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task Accept()
    {
        var lines = new List<Task>();
        try
        {
            lines.Add(Join(await _listener.AcceptTcpClientAsync(_stop.Token), isAnswered: false));
            _called.TrySetResult();
            while (true) lines.Add(Join(await _listener.AcceptTcpClientAsync(_stop.Token), isAnswered: true));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task Join(TcpClient near, bool isAnswered)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                if (isAnswered) await _open.Task.WaitAsync(_stop.Token);
                await far.ConnectAsync(IPAddress.Loopback, await _port.Task.WaitAsync(_stop.Token), _stop.Token);
                var says = near.GetStream().CopyToAsync(far.GetStream(), _stop.Token);
                await (isAnswered ? Task.WhenAny(says, far.GetStream().CopyToAsync(near.GetStream(), _stop.Token)) : says);
            }
            catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
            {
                // One side has hung up.
            }
        }
    }
}
