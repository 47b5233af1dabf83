using System.Globalization;
using System.Net;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Clustering;

/// <summary>Where a node listens: <c>host:port</c>, <c>[::1]:4053</c>.</summary>
public readonly record struct ClusterAddress(string Host, int Port)
{
    /// <summary>The port when none is given.</summary>
    public const int DefaultPort = 4053;

    /// <param name="text">What the user wrote.</param>
    /// <param name="option">Where.</param>
    /// <param name="port">The port when none is given.</param>
    /// <param name="leastPort">0 where the system may choose a port.</param>
    /// <exception cref="DataException">It is no address.</exception>
    public static ClusterAddress Parse(string text, string option, int port = DefaultPort, int leastPort = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        var end = text.LastIndexOf(':');
        // A bare IPv6 address has more than one colon and no port.
        var hasPort = end >= 0 && (text.IndexOf(':', StringComparison.Ordinal) == end || text[..end].EndsWith(']'));
        var host = (hasPort ? text[..end] : text).Trim('[', ']');
        var usual = port;
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown
            || (hasPort && (!int.TryParse(text.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port < leastPort || port > 65535)))
        {
            throw new DataException($"{option} {text}: expected HOST:PORT with a port from {leastPort} to 65535, for example 10.0.0.7:{usual}");
        }

        return new ClusterAddress(host, port);
    }

    /// <summary>True when nobody outside this machine can reach it.</summary>
    public static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
