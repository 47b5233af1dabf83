using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>The groups that were stored last, for operators to read. Used by the coordinator's thread alone.</summary>
internal sealed class RecentSamples
{
    private const int Groups = 16;

    private readonly Queue<ScoredGroup> _groups = new();

    public void Add(ScoredGroup group)
    {
        _groups.Enqueue(group);
        if (_groups.Count > Groups) _groups.Dequeue();
    }

    /// <summary>Newest first.</summary>
    public IEnumerable<RecentSample> Newest() => _groups.Reverse().SelectMany(group => group.Samples.Select((sample, index) => new RecentSample(
        group.Id,
        index,
        group.TaskId,
        group.Category,
        group.Worker,
        sample.Trajectory.VersionRange().Oldest,
        sample.Trajectory.Tokens.Length,
        sample.Trajectory.Stop,
        sample.Trajectory.Text,
        sample.Score)));
}
