using ToolZero.Actors.Weights;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Weights;

public class PolicySnapshotSpecs
{
    [Fact]
    public void The_weights_are_disposed_with_the_last_share()
    {
        var weights = new Payload();
        var snapshot = new PolicySnapshot(new PolicyVersion(1), weights);
        Assert.True(snapshot.TryAcquire());
        snapshot.Release();
        Assert.False(weights.Disposed);
        snapshot.Release();
        Assert.True(weights.Disposed);
        Assert.False(snapshot.TryAcquire());
        Assert.Throws<InvalidOperationException>(snapshot.Release);
    }

    [Fact]
    public void Versions_only_go_up()
    {
        var (first, second, replayed) = (Snapshot(1), Snapshot(2), Snapshot(1));
        var (state, superseded) = WeightsState.Empty.Offer(first);
        Assert.Null(superseded);
        (state, superseded) = state.Offer(second);
        Assert.Same(first, superseded);
        (state, superseded) = state.Offer(replayed);
        Assert.Same(replayed, superseded);
        Assert.Same(second, state.Newest);
    }

    [Fact]
    public void A_lower_version_of_a_higher_epoch_is_the_newer_one()
    {
        var (before, rolledBack, late) = (Snapshot(7), Snapshot(4, epoch: 1), Snapshot(8));
        var (state, superseded) = WeightsState.Empty.Offer(before).State.Offer(rolledBack);
        Assert.Same(before, superseded);
        (state, superseded) = state.Offer(late);
        Assert.Same(late, superseded);
        Assert.Same(rolledBack, state.Newest);
    }

    private static PolicySnapshot Snapshot(long version, long epoch = 0) => new(new PolicyVersion(version), new Payload(), epoch);

    private sealed class Payload : IDisposable
    {
        public bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }
}
