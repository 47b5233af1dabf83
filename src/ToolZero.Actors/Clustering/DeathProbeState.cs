using System.Collections.Immutable;

namespace ToolZero.Actors.Clustering;

/// <summary>A member as the probe sees it.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="IsHere">On this machine: nothing stands between that could refuse in its place.</param>
/// <param name="IsReachable">Its heartbeats come.</param>
public sealed record ProbedMember(string Address, bool IsHere, bool IsReachable);

/// <summary>
/// Which members are dead for certain: their port refuses connections, twice in a row, so the process is gone. On this machine that is proof;
/// from elsewhere a firewall can refuse as well, so it counts only for a side that has the majority without them. Pure.
/// </summary>
public sealed record DeathProbeState
{
    /// <summary>Refusals in a row that count.</summary>
    public const int Enough = 2;

    public ImmutableDictionary<string, int> Refusals { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Members that are looked at, because a connection to them was lost.</summary>
    public IEnumerable<string> Suspects => Refusals.Keys;

    public DeathProbeState Suspected(string address) => Refusals.ContainsKey(address) ? this : this with { Refusals = Refusals.Add(address, 0) };

    public DeathProbeState Refused(string address) =>
        Refusals.TryGetValue(address, out var count) ? this with { Refusals = Refusals.SetItem(address, count + 1) } : this;

    /// <summary>Somebody listens there, or nothing is known: the failure detector decides.</summary>
    public DeathProbeState Cleared(string address) => this with { Refusals = Refusals.Remove(address) };

    /// <summary>The members to take out.</summary>
    /// <param name="others">All members but this one.</param>
    public ImmutableArray<string> Dead(ImmutableArray<ProbedMember> others)
    {
        var refused = others.Where(m => Refusals.GetValueOrDefault(m.Address) >= Enough).ToImmutableArray();
        var alive = 1 + others.Count(m => m.IsReachable && !refused.Contains(m));
        var isMajority = 2 * alive > others.Length + 1;
        return [.. refused.Where(m => m.IsHere || isMajority).Select(m => m.Address)];
    }
}
