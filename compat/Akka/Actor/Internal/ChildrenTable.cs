using System.Diagnostics.CodeAnalysis;

namespace Akka.Actor.Internal;

/// <summary>What a cell waits for while children end.</summary>
internal abstract record SuspendReason
{
    internal sealed record UserRequest : SuspendReason
    {
        internal static readonly UserRequest Instance = new();
    }

    internal sealed record Creation : SuspendReason;

    internal sealed record Recreation(Exception Cause) : SuspendReason;

    internal sealed record Termination : SuspendReason
    {
        internal static readonly Termination Instance = new();
    }
}

/// <summary>
/// The children of one cell by name, those among them that were told to end, and why the cell waits for them. Guarded by a lock, for selections look
/// in from other threads and anybody may create children of the guardians.
/// </summary>
internal sealed class ChildrenTable
{
    private static readonly ChildRestartStats[] NoStats = [];

    private readonly Lock _gate = new();
    private Dictionary<string, ChildRestartStats> _byName;
    private HashSet<IActorRef> _dying;
    private SuspendReason _reason;
    private bool _closed;

    /// <summary>Waiting for children before it can go on with its own restart, creation or end.</summary>
    internal SuspendReason WaitsFor
    {
        get
        {
            lock (_gate) return _reason is SuspendReason.UserRequest ? null : _reason;
        }
    }

    internal void Reserve(string name)
    {
        lock (_gate)
        {
            if (_closed || _reason is SuspendReason.Termination)
                throw new InvalidOperationException($"Cannot reserve actor name '{name}': {(_closed ? "terminated" : "terminating")}");
            _byName ??= new Dictionary<string, ChildRestartStats>(StringComparer.Ordinal);
            if (!_byName.TryAdd(name, null)) throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
        }
    }

    internal void Unreserve(string name)
    {
        lock (_gate) _byName.Remove(name);
    }

    /// <summary>False when the parent is on its way out, so that the child must end at once.</summary>
    internal bool Add(string name, IInternalActorRef child)
    {
        lock (_gate)
        {
            if (_closed) return false;
            _byName[name] = new ChildRestartStats(child);
            if (_reason is not SuspendReason.Termination) return true;
            (_dying ??= []).Add(child);
            return false;
        }
    }

    internal bool TryGetByName(string name, [NotNullWhen(true)] out ChildRestartStats stats)
    {
        lock (_gate)
        {
            stats = null;
            return _byName is not null && _byName.TryGetValue(name, out stats) && stats is not null;
        }
    }

    internal bool TryGetByRef(IActorRef child, [NotNullWhen(true)] out ChildRestartStats stats) =>
        TryGetByName(child.Path.Name, out stats) && stats.Child.Equals(child);

    internal bool Contains(IActorRef child) => TryGetByRef(child, out _);

    internal void ShallDie(IActorRef child)
    {
        lock (_gate)
        {
            _reason ??= SuspendReason.UserRequest.Instance;
            (_dying ??= []).Add(child);
        }
    }

    /// <summary>Takes an ended child out; gives the reason of the waiting when this was the last one waited for.</summary>
    internal SuspendReason Remove(IActorRef child)
    {
        lock (_gate)
        {
            _byName.Remove(child.Path.Name);
            if (_dying is null || !_dying.Remove(child) || _dying.Count > 0) return null;
            var reason = _reason;
            _reason = null;
            if (reason is SuspendReason.Termination) _closed = true;
            return reason;
        }
    }

    /// <summary>Names what the cell waits for; false when no child is on its way out, so that there is nothing to wait for.</summary>
    internal bool WaitFor(SuspendReason reason)
    {
        lock (_gate)
        {
            if (_dying is null or { Count: 0 }) return false;
            _reason = reason;
            return true;
        }
    }

    /// <summary>Marks all children as on their way out, in one step with shutting the table to new ones, and gives them to be stopped.</summary>
    internal IInternalActorRef[] TerminateAll()
    {
        lock (_gate)
        {
            var children = Snapshot();
            if (children.Length == 0)
            {
                _closed = true;
                return children;
            }

            _reason = SuspendReason.Termination.Instance;
            (_dying ??= []).UnionWith(children);
            return children;
        }
    }

    internal IInternalActorRef[] Snapshot()
    {
        lock (_gate) return _byName is null ? [] : [.. _byName.Values.Where(static stats => stats is not null).Select(static stats => stats.Child)];
    }

    /// <summary>The children at the time of reading: one that ends among many must not pay for all.</summary>
    internal IEnumerable<IInternalActorRef> Deferred()
    {
        foreach (var child in Snapshot()) yield return child;
    }

    internal ChildRestartStats[] Stats()
    {
        lock (_gate) return _byName is null ? NoStats : [.. _byName.Values.Where(static stats => stats is not null)];
    }
}
