using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Akka.Actor;

/// <summary>Where an actor system lives: <c>protocol://system</c> (this process) or <c>protocol://system@host:port</c>.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>, IComparable, ICloneable
{
    public static readonly Address AllSystems = new("akka", "all-systems");

    public static readonly IComparer<Address> Comparer = Comparer<Address>.Create(
        static (a, b) => string.CompareOrdinal(a?.ToString(), b?.ToString()));

    private string _text;

    public Address(string protocol, string system, string host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
    }

    public string Protocol { get; }

    public string System { get; }

    public string Host { get; }

    public int? Port { get; }

    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    public bool HasGlobalScope => !HasLocalScope;

    public static bool operator ==(Address left, Address right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Address left, Address right) => !(left == right);

    public static Address Parse(string address) =>
        TryParse(address, out var parsed) ? parsed : throw new UriFormatException($"'{address}' is no address of the form protocol://system@host:port.");

    public static bool TryParse(string path, [NotNullWhen(true)] out Address address) => TryParse(path, out address, out _);

    /// <summary>Splits <c>protocol://system@host:port/rest</c>; <paramref name="absolutUri"/> is <c>/rest</c>, or "/" when there is none.</summary>
    public static bool TryParse(string path, [NotNullWhen(true)] out Address address, out string absolutUri)
    {
        address = null;
        absolutUri = null;
        var scheme = path?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (scheme <= 0) return false;
        var protocol = path[..scheme];
        if (!protocol.StartsWith("akka", StringComparison.OrdinalIgnoreCase)) return false;

        var authorityStart = scheme + 3;
        var slash = path.IndexOf('/', authorityStart);
        var authority = slash < 0 ? path[authorityStart..] : path[authorityStart..slash];
        if (authority.Length == 0) return false;
        absolutUri = slash < 0 ? "/" : path[slash..];

        var at = authority.IndexOf('@');
        if (at < 0)
        {
            address = new Address(protocol, authority);
            return true;
        }

        // The last colon separates the port: an IPv6 host carries colons inside its brackets.
        var colon = authority.LastIndexOf(':');
        if (at == 0 || colon <= at + 1 || authority.EndsWith(']')) return false;
        if (!int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535) return false;
        address = new Address(protocol, authority[..at], authority[(at + 1)..colon], port);
        return true;
    }

    public Address WithProtocol(string protocol) => new(protocol, System, Host, Port);

    public Address WithSystem(string system) => new(Protocol, system, Host, Port);

    public Address WithHost(string host = null) => new(Protocol, System, host, Port);

    public Address WithPort(int? port = null) => new(Protocol, System, Host, port);

    /// <summary><c>system@host:port</c>, without the protocol.</summary>
    public string HostPort() => ToString()[(Protocol.Length + 3)..];

    public object Clone() => new Address(Protocol, System, Host, Port);

    public int CompareTo(Address other) => Comparer.Compare(this, other);

    public int CompareTo(object obj) => obj is Address other ? CompareTo(other) : throw new ArgumentException("Only an address compares with an address.", nameof(obj));

    public bool Equals(Address other) =>
        ReferenceEquals(this, other) ||
        (other is not null && Port == other.Port && Host == other.Host && System == other.System && Protocol == other.Protocol);

    public override bool Equals(object obj) => obj is Address other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Protocol, System, Host, Port);

    public override string ToString() => _text ??= Host is null
        ? $"{Protocol}://{System}"
        : string.Create(CultureInfo.InvariantCulture, $"{Protocol}://{System}@{Host}:{Port}");
}
