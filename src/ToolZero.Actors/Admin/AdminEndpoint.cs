using System.Globalization;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Admin;

/// <summary>A node of the cluster that operators' clients connect to; any node knows where the admin actor is.</summary>
public sealed record AdminEndpoint(string Host, int Port)
{
    /// <summary>Path of the actor that passes messages to the run, on every node.</summary>
    public const string Proxy = "/user/run-proxy";

    /// <summary>Name of the actor system of every node.</summary>
    public const string System = "toolzero";

    /// <exception cref="DataException">Not <c>host:port</c>.</exception>
    public static AdminEndpoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.LastIndexOf(':');
        return at > 0 && int.TryParse(text[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            && Uri.CheckHostName(text[..at]) is not UriHostNameType.Unknown
            ? new AdminEndpoint(text[..at], port)
            : throw new DataException($"{text}: expected host:port of a node of the cluster, such as 127.0.0.1:4100");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
