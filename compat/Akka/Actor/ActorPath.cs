using System.Globalization;

namespace Akka.Actor;

/// <summary>
/// The place of an actor in the tree of its system. Two paths are equal when address and names are equal; the uid, which tells incarnations apart,
/// does not take part.
/// </summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    /// <summary>Symbols an actor's name may have beside letters and digits.</summary>
    public const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    private string[] _elements;
    private int _hash;

    protected ActorPath(Address address, string name)
    {
        Address = address;
        Name = name;
    }

    protected ActorPath(ActorPath parentPath, string name, long uid)
    {
        Address = parentPath.Address;
        Parent = parentPath;
        Name = name;
        Uid = uid;
        Depth = parentPath.Depth + 1;
    }

    public Address Address { get; }

    public string Name { get; }

    /// <summary>The incarnation, 0 where it is not known.</summary>
    public long Uid { get; }

    public int Depth { get; }

    public ActorPath Parent => field ?? this;

    public ActorPath Root
    {
        get
        {
            var path = this;
            while (path.Depth > 0) path = path.Parent;
            return path;
        }
    }

    /// <summary>The names from below the root to this actor.</summary>
    public IReadOnlyList<string> Elements => _elements ??= CollectElements();

    public static ActorPath operator /(ActorPath path, string name)
    {
        var (plain, uid) = SplitNameAndUid(name);
        return new ChildActorPath(path, plain, uid);
    }

    public static ActorPath operator /(ActorPath path, IEnumerable<string> name) =>
        name.Where(static element => !string.IsNullOrEmpty(element)).Aggregate(path, static (parent, element) => parent / element);

    public static bool operator ==(ActorPath left, ActorPath right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(ActorPath left, ActorPath right) => !(left == right);

    public static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$') return false;
        for (var i = 0; i < s.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(s[i]) || ValidSymbols.Contains(s[i])) continue;
            var escaped = s[i] == '%' && i + 2 < s.Length && char.IsAsciiHexDigit(s[i + 1]) && char.IsAsciiHexDigit(s[i + 2]);
            if (!escaped) return false;
            i += 2;
        }

        return true;
    }

    public static string FormatPathElements(IEnumerable<string> pathElements) => "/" + string.Join('/', pathElements);

    public static ActorPath Parse(string path) =>
        TryParse(path, out var parsed) ? parsed : throw new UriFormatException($"Can not parse an ActorPath: {path}");

    public static bool TryParse(string path, out ActorPath actorPath)
    {
        actorPath = null;
        if (!Address.TryParse(path, out var address, out var rest)) return false;
        return TryParse(new RootActorPath(address), rest, out actorPath);
    }

    public static bool TryParse(ActorPath basePath, string absoluteUri, out ActorPath actorPath)
    {
        actorPath = basePath;
        var text = absoluteUri;
        var hash = text.LastIndexOf('#');
        long uid = 0;
        if (hash >= 0)
        {
            if (!long.TryParse(text.AsSpan(hash + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out uid)) return false;
            text = text[..hash];
        }

        foreach (var element in text.Split('/', StringSplitOptions.RemoveEmptyEntries)) actorPath = new ChildActorPath(actorPath, element, 0);
        if (uid != 0) actorPath = actorPath.WithUid(uid);
        return true;
    }

    public static bool TryParseAddress(string path, out Address address) => Address.TryParse(path, out address);

    public ActorPath Child(string childName) => this / childName;

    /// <summary>The ancestor at a depth; negative counts from this path upwards.</summary>
    public ActorPath ParentOf(int depth)
    {
        var target = depth >= 0 ? depth : Depth + depth;
        var path = this;
        while (path.Depth > target && path.Depth > 0) path = path.Parent;
        return path;
    }

    public ActorPath WithUid(long uid)
    {
        if (uid == Uid) return this;
        if (Depth == 0) return uid == 0 ? this : throw new NotSupportedException("A root path has no uid.");
        return new ChildActorPath(Parent, Name, uid);
    }

    public string ToStringWithoutAddress() => FormatPathElements(Elements);

    public string ToStringWithAddress() => ToStringWithAddress(Address);

    /// <summary>The path under the given address, unless the path's own address already names a host.</summary>
    public string ToStringWithAddress(Address address) => (Address.HasGlobalScope ? Address : address) + ToStringWithoutAddress();

    public string ToStringWithUid() => Uid == 0 ? ToString() : string.Create(CultureInfo.InvariantCulture, $"{ToString()}#{Uid}");

    public string ToSerializationFormat() => ToStringWithUid();

    public string ToSerializationFormatWithAddress(Address address)
    {
        var text = ToStringWithAddress(address);
        return Uid == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}#{Uid}");
    }

    public int CompareTo(ActorPath other) => string.CompareOrdinal(ToString(), other?.ToString());

    public bool Equals(ActorPath other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || Depth != other.Depth || GetHashCode() != other.GetHashCode()) return false;
        ActorPath left = this, right = other;
        while (left.Depth > 0)
        {
            if (left.Name != right.Name) return false;
            left = left.Parent;
            right = right.Parent;
            if (ReferenceEquals(left, right)) return true;
        }

        return left.Name == right.Name && left.Address == right.Address;
    }

    public override bool Equals(object obj) => obj is ActorPath other && Equals(other);

    public override int GetHashCode()
    {
        if (_hash != 0) return _hash;
        var hash = Depth == 0 ? HashCode.Combine(Address, Name) : HashCode.Combine(Parent.GetHashCode(), Name);
        return _hash = hash == 0 ? 1 : hash;
    }

    public override string ToString() => Address + ToStringWithoutAddress();

    internal static (string Name, long Uid) SplitNameAndUid(string name)
    {
        var hash = name.IndexOf('#');
        return hash < 0 ? (name, 0) : (name[..hash], long.Parse(name.AsSpan(hash + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    private string[] CollectElements()
    {
        var elements = new string[Depth];
        var path = this;
        for (var i = Depth - 1; i >= 0; i--)
        {
            elements[i] = path.Name;
            path = path.Parent;
        }

        return elements;
    }
}

/// <summary>The top of one system's tree.</summary>
public sealed class RootActorPath(Address address, string name = "") : ActorPath(address, name);

/// <summary>Any path below the root.</summary>
public sealed class ChildActorPath(ActorPath parentPath, string name, long uid) : ActorPath(parentPath, name, uid);
