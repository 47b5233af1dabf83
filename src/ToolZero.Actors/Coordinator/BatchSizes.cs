using System.Collections.Immutable;

namespace ToolZero.Actors.Coordinator;

/// <summary>How many groups each step trains: the steps from which on another size holds. Immutable.</summary>
public sealed record BatchSizes
{
    private ImmutableArray<(long From, int Size)> _changes = [];

    public static BatchSizes Empty { get; } = new();

    /// <summary>With this size from the step on.</summary>
    public BatchSizes Add(long step, int size) => _changes is [.., var last] && last.Size == size ? this : this with { _changes = _changes.Add((step, size)) };

    /// <summary>As it was when this many steps were trained.</summary>
    public BatchSizes Until(long steps) => this with { _changes = [.. _changes.Where(c => c.From < steps)] };

    /// <summary>Groups in the first steps.</summary>
    public long Groups(long steps)
    {
        var groups = 0L;
        for (var i = 0; i < _changes.Length && _changes[i].From < steps; i++)
            groups += (Math.Min(steps, i + 1 < _changes.Length ? _changes[i + 1].From : steps) - _changes[i].From) * _changes[i].Size;
        return groups;
    }

    public bool Equals(BatchSizes? other) => other is not null && _changes.SequenceEqual(other._changes);

    public override int GetHashCode() => _changes.Length;
}
