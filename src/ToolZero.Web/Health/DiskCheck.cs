using System.Globalization;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Health;

/// <summary>The disk under ledger and checkpoints takes what is written: a few bytes are, and there is room for more.</summary>
internal sealed class DiskCheck(WebContext context) : NodeCheck(context)
{
    /// <summary>However many ask, it is written no more often than that.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private static readonly byte[] Probe = new byte[4096];

    private readonly Lock _gate = new();
    private (long At, string? Problem)? _last;

    protected override Task<string?> Problem(CancellationToken stop)
    {
        // The run makes its folder when it is opened.
        if (Node.RunFolder is not { } folder || !Directory.Exists(folder)) return Task.FromResult<string?>(null);
        lock (_gate)
        {
            if (_last is not { } last || Node.Time.GetElapsedTime(last.At) > Fresh) _last = (Node.Time.GetTimestamp(), Look(folder));
            return Task.FromResult(_last.Value.Problem);
        }
    }

    private string? Look(string folder)
    {
        var file = Path.Combine(folder, $".health.{Node.Id.Name}");
        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            if (free < Node.Health.LeastFree) return $"{folder}: {Mebibytes(free)} are free, expected at least {Mebibytes(Node.Health.LeastFree)}";
            using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            stream.Write(Probe);
            stream.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"{folder}: cannot be written ({error.Message.ReplaceLineEndings(" ")})";
        }
    }

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 20)} MiB");
}
