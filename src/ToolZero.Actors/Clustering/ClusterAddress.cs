using System.Globalization;
using System.Net;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Clustering;

/// <summary>Where a node listens: <c>host:port</c>, <c>[::1]:4053</c>.</summary>
public readonly record struct ClusterAddress(string Host, int Port)
{
    /// <summary>The port when none is given.</summary>
    public const int DefaultPort = 4053;

    /// <exception cref="DataException">It is no address.</exception>
    public static ClusterAddress Parse(string text, string option)
    {
        ArgumentNullException.ThrowIfNull(text);
        var end = text.LastIndexOf(':');
        // A bare IPv6 address has more than one colon and no port.
        var hasPort = end >= 0 && (text.IndexOf(':', StringComparison.Ordinal) == end || text[..end].EndsWith(']'));
        var host = (hasPort ? text[..end] : text).Trim('[', ']');
        var port = DefaultPort;
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown
            || (hasPort && (!int.TryParse(text.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535)))
        {
            throw new DataException($"{option} {text}: expected HOST:PORT with a port from 1 to 65535, for example 10.0.0.7:{DefaultPort}");
        }

        return new ClusterAddress(host, port);
    }

    /// <summary>True when nobody outside this machine can reach it.</summary>
    public static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
