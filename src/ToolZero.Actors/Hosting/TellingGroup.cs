using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Hosting;

/// <summary>Which group of a batch is worth showing.</summary>
public static class TellingGroup
{
    /// <summary>One that disagrees with itself, in turn over the batches; else the first. Null for a batch without samples.</summary>
    public static ScoredGroup? Of(TrainingBatch batch)
    {
        var groups = batch.Groups.Where(g => g.Samples.Length > 0).ToList();
        if (groups.Count == 0) return null;
        var mixed = groups.Where(g => g.Samples.Select(s => s.Score.Total(batch.ScheduleWeight)).Distinct().Count() > 1).ToList();
        return mixed.Count > 0 ? mixed[(int)(batch.Step % mixed.Count)] : groups[0];
    }
}
