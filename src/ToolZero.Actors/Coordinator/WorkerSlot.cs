using System.Collections.Immutable;

namespace ToolZero.Actors.Coordinator;

/// <summary>A rollout worker, as the coordinator knows it.</summary>
/// <param name="Name">Its name in the run.</param>
/// <param name="Heard">When it said something last.</param>
public sealed record WorkerSlot(string Name, DateTimeOffset Heard)
{
    /// <summary>Sequence number of the last lease that it was granted.</summary>
    public long Granted { get; init; }

    /// <summary>Sequence number of the request that waits; 0 = none.</summary>
    public long Wanted { get; init; }

    /// <summary>Its place in the queue of those that wait; meaningful while it does.</summary>
    public (bool HasWorked, long Ticket) Place { get; init; }

    /// <summary>Units that it has a lease on.</summary>
    public ImmutableSortedSet<long> Units { get; init; } = [];

    /// <summary>Since when it has had work, or has had none.</summary>
    public DateTimeOffset Since { get; init; } = Heard;

    public long Delivered { get; init; }

    /// <summary>It gets no more work.</summary>
    public bool IsLeaving { get; init; }

    /// <summary>Operators to be told when it has no work left.</summary>
    public ImmutableArray<long> DrainTickets { get; init; } = [];

    /// <summary>With a unit more or less; when that is its first or last one, a new time begins.</summary>
    public WorkerSlot With(ImmutableSortedSet<long> units, DateTimeOffset now) =>
        this with { Units = units, Since = units.IsEmpty == Units.IsEmpty ? Since : now };
}

/// <summary>All rollout workers and the queue of those that wait for work: new ones first, then the longest waiting. Immutable.</summary>
public sealed record WorkerBook
{
    public static WorkerBook Empty { get; } = new();

    private long _nextTicket = 1;

    public ImmutableSortedDictionary<string, WorkerSlot> Slots { get; private init; } = ImmutableSortedDictionary.Create<string, WorkerSlot>(StringComparer.Ordinal);

    /// <summary>
    /// Names by place. Who has had no lease yet goes first: in a long queue an added worker would show only after several steps whether it works
    /// at all.
    /// </summary>
    public ImmutableSortedDictionary<(bool HasWorked, long Ticket), string> Waiting { get; private init; } =
        ImmutableSortedDictionary<(bool, long), string>.Empty;

    public WorkerSlot? this[string name] => Slots.GetValueOrDefault(name);

    /// <summary>The worker whose turn it is.</summary>
    public WorkerSlot? First => Waiting.IsEmpty ? null : Slots[Waiting.First().Value];

    public WorkerBook Set(WorkerSlot slot) => this with { Slots = Slots.SetItem(slot.Name, slot) };

    /// <summary>With a change to a worker, if it is known.</summary>
    public WorkerBook Change(string name, Func<WorkerSlot, WorkerSlot> change) => Slots.TryGetValue(name, out var slot) ? Set(change(slot)) : this;

    /// <summary>In the queue with this request.</summary>
    public WorkerBook Wait(string name, long sequence)
    {
        var book = StopWaiting(name);
        var slot = book.Slots[name];
        var place = (slot.Granted > 0, book._nextTicket);
        return (book with { Waiting = book.Waiting.Add(place, name), _nextTicket = book._nextTicket + 1 }).Set(slot with { Wanted = sequence, Place = place });
    }

    public WorkerBook StopWaiting(string name) => Slots.TryGetValue(name, out var slot) && slot.Wanted > 0
        ? (this with { Waiting = Waiting.Remove(slot.Place) }).Set(slot with { Wanted = 0 })
        : this;

    public WorkerBook Remove(string name)
    {
        var book = StopWaiting(name);
        return book with { Slots = book.Slots.Remove(name) };
    }
}
