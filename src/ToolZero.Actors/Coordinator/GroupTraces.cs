using System.Collections.Immutable;
using ToolZero.Actors.Telemetry;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>Traces of the groups between their delivery and their batch. Used by the coordinator's thread alone; what a restart forgets is not traced further.</summary>
internal sealed class GroupTraces(TimeProvider time)
{
    /// <summary>Groups that left the run otherwise leave their traces behind: beyond this they are forgotten.</summary>
    private const int Most = 65_536;

    private readonly Dictionary<GroupId, (string Trace, DateTimeOffset Stored)> _stored = [];
    private (long Step, ImmutableArray<string> Traces) _batch = (-1, []);

    /// <summary>The group goes to a worker: its trace begins.</summary>
    public string? Leased(GroupId group, WorkUnit unit)
    {
        var now = time.GetUtcNow();
        return Tracing.Record(Tracing.Lease, null, now, now, ("group", group.Value), ("unit", unit.Id), ("attempt", unit.Attempt), ("worker", unit.Lease!.Worker));
    }

    /// <summary>The group is in the ledger.</summary>
    /// <param name="group">Which.</param>
    /// <param name="trace">What its delivery came with.</param>
    /// <param name="received">When it came in.</param>
    public void Stored(ScoredGroup group, string? trace, DateTimeOffset received)
    {
        var now = time.GetUtcNow();
        if (Tracing.Record(Tracing.Store, trace, received, now, ("group", group.Id.Value)) is not { } own) return;
        if (_stored.Count >= Most) _stored.Clear();
        _stored[group.Id] = (own, now);
    }

    /// <summary>The groups make the batch of a step: the time that they waited for it ends.</summary>
    public void Batched(long step, ImmutableArray<GroupId> groups)
    {
        if (_stored.Count == 0) return;
        var now = time.GetUtcNow();
        _batch = (step, [.. groups.Select(id => _stored.Remove(id, out var kept) ? Tracing.Record(Tracing.Batch, kept.Trace, kept.Stored, now, ("group", id.Value), ("step", step)) ?? "" : "")]);
    }

    /// <summary>What the learner is to name as parents, in the order of the batch; nothing where nothing is traced.</summary>
    public ImmutableArray<string> Of(long step) => _batch.Step == step && _batch.Traces.Any(t => t.Length > 0) ? _batch.Traces : [];
}
