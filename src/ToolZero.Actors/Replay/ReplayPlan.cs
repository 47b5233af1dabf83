using System.Collections.Immutable;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Replay;

/// <summary>Where a replay starts, and the weights that it must come to.</summary>
/// <param name="Start">The checkpoint that it begins with; null = the base model.</param>
/// <param name="Recorded">Hashes of checkpoints after it, by step, ascending.</param>
public sealed record ReplayPlan(StoredCheckpoint? Start, ImmutableSortedDictionary<long, string> Recorded)
{
    /// <summary>Steps in the weights that it begins with.</summary>
    public long From => Start?.State.Step ?? 0;

    /// <summary>Steps in the weights that it ends with.</summary>
    public long To => Recorded.Keys.Last();

    /// <summary>Plans the replay of a run up to its newest checkpoint.</summary>
    /// <param name="folder">The run folder, for messages.</param>
    /// <param name="written">All checkpoints that the ledger knows to have been written.</param>
    /// <param name="kept">Checkpoints that are still there and in force.</param>
    /// <param name="replayable">Steps whose trajectories are in the ledger.</param>
    /// <param name="from">Step of the checkpoint to begin with; null = the earliest that all steps can be replayed from.</param>
    /// <exception cref="DataException">There is no such checkpoint, or nothing that can be replayed.</exception>
    public static ReplayPlan Of(string folder, IEnumerable<CheckpointRecord> written, IReadOnlyCollection<StoredCheckpoint> kept, IEnumerable<long> replayable, long? from)
    {
        // A coordinator may have died between the learner's checkpoint and its own note of it.
        var recorded = kept.ToImmutableSortedDictionary(c => c.State.Step, c => c.State.WeightsSha256).SetItems(written.Select(c => KeyValuePair.Create(c.Step, c.Sha256)));
        if (recorded.IsEmpty) throw new DataException($"{folder}: the run has no checkpoint yet to compare with; ask for one with toolzero admin checkpoint, or let the run end");
        var (steps, newest) = (replayable.ToHashSet(), recorded.Keys.Last());
        var first = newest;
        while (first > 0 && steps.Contains(first - 1)) first--;
        var starts = kept.Select(c => c.State.Step).Append(0).Where(s => s < newest).Order().ToList();
        if (from is { } chosen && !starts.Contains(chosen))
            throw new DataException($"{folder}: step {chosen} is no checkpoint before the newest one, step {newest}; a replay can begin at {string.Join(", ", starts)}");
        var possible = starts.Where(s => s >= first).ToList();
        if (possible.Count == 0 || from < first)
            throw new DataException($"{folder}: the trajectories of step {first - 1} are gone, {(possible.Count == 0 ? "and no checkpoint between it and the newest one is kept" : $"begin at {string.Join(", ", possible)}")}; train with checkpoint.keep above 1, or with ledger.keep-payloads = all to replay from the base model");
        var start = from ?? possible[0];
        return new ReplayPlan(kept.FirstOrDefault(c => c.State.Step == start), recorded.RemoveRange(recorded.Keys.Where(step => step <= start)));
    }
}
