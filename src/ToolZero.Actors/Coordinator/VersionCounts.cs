using System.Collections.Immutable;

namespace ToolZero.Actors.Coordinator;

/// <summary>How many groups each policy version samples. Immutable and small: the gate lets few versions be alive at a time.</summary>
public sealed record VersionCounts
{
    private ImmutableSortedDictionary<long, int> _counts = ImmutableSortedDictionary<long, int>.Empty;

    public static VersionCounts Empty { get; } = new();

    public int Total { get; private init; }

    /// <summary>The oldest version that has a group.</summary>
    public long? Oldest => _counts.IsEmpty ? null : _counts.First().Key;

    /// <summary>With this many groups of a version more, or fewer when negative.</summary>
    public VersionCounts Add(long version, int groups)
    {
        if (groups == 0) return this;
        var count = _counts.GetValueOrDefault(version) + groups;
        if (count < 0) throw new InvalidOperationException($"version {version} has {count - groups} groups, {-groups} cannot be taken from it");
        return this with { _counts = count == 0 ? _counts.Remove(version) : _counts.SetItem(version, count), Total = Total + groups };
    }

    public VersionCounts Add(VersionCounts other) => other._counts.Aggregate(this, (sum, item) => sum.Add(item.Key, item.Value));

    /// <summary>Groups that this version or an older one samples.</summary>
    public int UpTo(long version) => _counts.TakeWhile(item => item.Key <= version).Sum(item => item.Value);

    /// <summary>Without its oldest groups.</summary>
    public VersionCounts WithoutOldest(int groups)
    {
        var rest = this;
        while (groups > 0 && rest.Oldest is { } oldest)
        {
            var taken = Math.Min(groups, rest._counts[oldest]);
            (rest, groups) = (rest.Add(oldest, -taken), groups - taken);
        }

        return rest;
    }

    public bool Equals(VersionCounts? other) => other is not null && _counts.SequenceEqual(other._counts);

    public override int GetHashCode() => Total;
}
