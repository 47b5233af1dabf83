using System.Collections.Immutable;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>
/// Open groups and the units they are generated in, with the sums that decisions need: none of them costs a walk over all groups, however
/// many workers there are. Immutable.
/// </summary>
public sealed record GroupBook
{
    public static GroupBook Empty { get; } = new();

    public ImmutableSortedDictionary<GroupId, OpenGroup> Groups { get; private init; } = ImmutableSortedDictionary<GroupId, OpenGroup>.Empty;

    /// <summary>Units with at least one group that is not delivered.</summary>
    public ImmutableSortedDictionary<long, WorkUnit> Units { get; private init; } = ImmutableSortedDictionary<long, WorkUnit>.Empty;

    /// <summary>Units without a lease.</summary>
    public ImmutableSortedSet<long> PendingUnits { get; private init; } = [];

    /// <summary>Groups that nobody has.</summary>
    public int Pending { get; private init; }

    /// <summary>Groups under way, by the version of their lease.</summary>
    public VersionCounts Leased { get; private init; } = VersionCounts.Empty;

    /// <summary>Stored groups, by the oldest version that sampled them.</summary>
    public VersionCounts Scored { get; private init; } = VersionCounts.Empty;

    /// <summary>Stored groups without variance: further ones may take their place.</summary>
    public ImmutableSortedSet<GroupId> Flat { get; private init; } = [];

    /// <summary>Groups of the journalled batch.</summary>
    public int Batched { get; private init; }

    /// <summary>Groups whose weights are chosen: no longer free to be sampled by a newer version.</summary>
    public int Sampled => Leased.Total + Scored.Total + Batched;

    /// <summary>Groups that are open or scored, none of them leased, and the units of the open ones.</summary>
    public static GroupBook Restored(IEnumerable<OpenGroup> groups, IEnumerable<WorkUnit> units)
    {
        var byId = groups.ToImmutableSortedDictionary(g => g.Id, g => g);
        var byUnit = units.ToImmutableSortedDictionary(u => u.Id, u => u);
        return new GroupBook
        {
            Groups = byId,
            Units = byUnit,
            PendingUnits = [.. byUnit.Keys],
            Pending = byId.Values.Count(g => g.Phase == GroupPhase.Open),
            Scored = byId.Values.Where(g => g.Phase == GroupPhase.Scored).Aggregate(VersionCounts.Empty, (counts, g) => counts.Add(g.SampledBy, 1)),
            Flat = [.. byId.Values.Where(g => g is { Phase: GroupPhase.Scored, IsFlat: true }).Select(g => g.Id)],
        };
    }

    public bool IsOpen(GroupId id) => Groups.TryGetValue(id, out var group) && group.Phase == GroupPhase.Open;

    public ImmutableArray<GroupId> OpenOf(WorkUnit unit) => [.. unit.Groups.Where(id => IsOpenIn(id, unit.Id))];

    /// <summary>With a new unit of new groups.</summary>
    public GroupBook Issue(WorkUnit unit) => this with
    {
        Groups = Groups.AddRange(unit.Groups.Select(id => KeyValuePair.Create(id, new OpenGroup(id, unit.Id, GroupPhase.Open, 0)))),
        Units = Units.Add(unit.Id, unit),
        PendingUnits = PendingUnits.Add(unit.Id),
        Pending = Pending + unit.Groups.Length,
    };

    /// <summary>With another lease, or none, on a unit, and what else has changed about it.</summary>
    public GroupBook Change(WorkUnit unit)
    {
        var (before, open) = (Units[unit.Id], OpenOf(unit).Length);
        var book = this with { Units = Units.SetItem(unit.Id, unit) };
        book = before.Lease is { } old ? book with { Leased = book.Leased.Add(old.Version, -open) } : book with { Pending = book.Pending - open };
        return unit.Lease is { } lease
            ? book with { Leased = book.Leased.Add(lease.Version, open), PendingUnits = book.PendingUnits.Remove(unit.Id) }
            : book with { Pending = book.Pending + open, PendingUnits = book.PendingUnits.Add(unit.Id) };
    }

    /// <summary>Cuts a pending unit behind its first <paramref name="groups"/> open groups; the others are a unit of their own.</summary>
    public (GroupBook Book, WorkUnit Head, WorkUnit Tail) Split(WorkUnit unit, int groups)
    {
        var rest = OpenOf(unit)[groups..];
        var (first, second) = (unit with { Groups = [.. unit.Groups.Except(rest)] }, unit with { Id = rest[0].Value, Groups = rest });
        var book = this with
        {
            Groups = Groups.SetItems(rest.Select(id => KeyValuePair.Create(id, Groups[id] with { Unit = second.Id }))),
            Units = Units.SetItem(first.Id, first).Add(second.Id, second),
            PendingUnits = PendingUnits.Add(second.Id),
        };
        return (book, first, second);
    }

    /// <summary>With a group delivered.</summary>
    public GroupBook Score(GroupId id, long sampledBy, bool isFlat)
    {
        var group = Groups[id];
        var book = Leave(group) with { Groups = Groups.SetItem(id, group with { Phase = GroupPhase.Scored, SampledBy = sampledBy, IsFlat = isFlat }) };
        return (book with { Scored = book.Scored.Add(sampledBy, 1), Flat = isFlat ? book.Flat.Add(id) : book.Flat }).CloseIfDone(group.Unit);
    }

    /// <summary>With scored groups in the journalled batch.</summary>
    public GroupBook Batch(ImmutableArray<GroupId> ids) => this with
    {
        Scored = ids.Aggregate(Scored, (scored, id) => scored.Add(Groups[id].SampledBy, -1)),
        Flat = Flat.Except(ids),
        Batched = Batched + ids.Length,
        Groups = Groups.SetItems(ids.Select(id => KeyValuePair.Create(id, Groups[id] with { Phase = GroupPhase.Batched }))),
    };

    /// <summary>Without groups that are trained or lost.</summary>
    public GroupBook Remove(IEnumerable<GroupId> ids)
    {
        var book = this;
        foreach (var id in ids)
        {
            var group = book.Groups[id];
            book = (book.Leave(group) with { Groups = book.Groups.Remove(id) }).CloseIfDone(group.Unit);
        }

        return book;
    }

    /// <summary>A group that is tried again is of another unit than the one it was issued in, which may still be there.</summary>
    private bool IsOpenIn(GroupId id, long unit) => Groups.TryGetValue(id, out var group) && group.Phase == GroupPhase.Open && group.Unit == unit;

    /// <summary>Takes a group out of the sum it is in.</summary>
    private GroupBook Leave(OpenGroup group) => group.Phase switch
    {
        GroupPhase.Batched => this with { Batched = Batched - 1 },
        GroupPhase.Scored => this with { Scored = Scored.Add(group.SampledBy, -1), Flat = Flat.Remove(group.Id) },
        _ when Units[group.Unit].Lease is { } lease => this with { Leased = Leased.Add(lease.Version, -1) },
        _ => this with { Pending = Pending - 1 },
    };

    private GroupBook CloseIfDone(long unit) =>
        !Units.TryGetValue(unit, out var known) || known.Groups.Any(id => IsOpenIn(id, unit)) ? this : this with { Units = Units.Remove(unit), PendingUnits = PendingUnits.Remove(unit) };
}
