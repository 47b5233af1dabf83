using System.ComponentModel;
using System.Diagnostics;

namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>Two network namespaces with one wire between them, which can be cut. Needs root and <c>ip</c>.</summary>
internal sealed class TwoNetworks : IDisposable
{
    public const string WestAddress = "10.213.7.1";
    public const string EastAddress = "10.213.7.2";

    private readonly string _id = Guid.NewGuid().ToString("N")[..6];

    /// <summary>Makes them; skips the running test where that is not allowed.</summary>
    public TwoNetworks()
    {
        var refusal = TryIp("netns", "add", West);
        Skip.If(refusal is not null, $"network namespaces cannot be made here: {refusal}");
        try
        {
            Ip("netns", "add", East);
            Ip("link", "add", Wire, "netns", West, "type", "veth", "peer", "name", Wire, "netns", East);
            foreach (var (network, address) in new[] { (West, WestAddress), (East, EastAddress) })
            {
                Ip("-n", network, "address", "add", address + "/24", "dev", Wire);
                Ip("-n", network, "link", "set", Wire, "up");
                Ip("-n", network, "link", "set", "lo", "up");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string West => $"tz-{_id}-w";

    public string East => $"tz-{_id}-e";

    private string Wire => $"tz{_id}";

    /// <summary>From now on nothing gets through.</summary>
    public void Cut() => Ip("-n", West, "link", "set", Wire, "down");

    public void Heal() => Ip("-n", West, "link", "set", Wire, "up");

    public void Dispose()
    {
        TryIp("netns", "delete", West);
        TryIp("netns", "delete", East);
    }

    private static void Ip(params string[] words)
    {
        if (TryIp(words) is { } refusal) throw new InvalidOperationException($"ip {string.Join(' ', words)}: {refusal}");
    }

    /// <summary>Null when it was done, else why not.</summary>
    private static string? TryIp(params string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ip", words) { RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : said.Trim();
        }
        catch (Win32Exception error)
        {
            return error.Message;
        }
    }
}
