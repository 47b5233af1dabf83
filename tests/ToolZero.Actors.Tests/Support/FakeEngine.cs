using ToolZero.Actors.Rollout;
using ToolZero.Actors.Weights;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Support;

/// <summary>Every group takes a few steps; texts are a function of group, sample and version. Faults come from a hook.</summary>
internal sealed class FakeEngine(int samples, Action<IReadOnlyCollection<GroupId>> onStep) : IRolloutEngine
{
    private readonly SortedDictionary<GroupId, int> _left = [];
    private readonly Dictionary<GroupId, double> _temperatures = [];
    private long _version = -1;

    public bool HasWork => _left.Count > 0;

    public void UseWeights(PolicySnapshot snapshot)
    {
        Assert.False(snapshot.Disposed);
        _version = snapshot.Version.Value;
    }

    public void Enqueue(GroupId group, ToolTask task, double temperature)
    {
        _left.Add(group, 3 + (int)(group.Value % 3));
        _temperatures[group] = temperature;
    }

    public IReadOnlyList<SampledGroup> Step()
    {
        Assert.True(_version >= 0);
        onStep(_left.Keys);
        foreach (var id in _left.Keys.ToList()) _left[id]--;
        var done = _left.Where(g => g.Value == 0).Select(g => g.Key).ToList();
        foreach (var id in done) _left.Remove(id);
        return [.. done.Select(id => new SampledGroup(id, [1, 2, (int)id.Value], [.. Enumerable.Range(0, samples).Select(s => Sample(id, s))]))];
    }

    public void Cancel(GroupId group) => _left.Remove(group);

    public void Dispose()
    {
    }

    private Trajectory Sample(GroupId id, int sample) => Samples.Trajectory(_version, 1 + sample) with { Text = $"{id}/{sample}@{_version}{(_temperatures[id] == 1 ? "" : $" at {_temperatures[id]}")}" };
}
