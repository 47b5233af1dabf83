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

    private static PolicySnapshot Snapshot(long version) => new(new PolicyVersion(version), new Payload());

    private sealed class Payload : IDisposable
    {
        public bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }
}
