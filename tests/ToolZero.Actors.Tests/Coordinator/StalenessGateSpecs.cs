using ToolZero.Actors.Coordinator;

namespace ToolZero.Actors.Tests.Coordinator;

public class StalenessGateSpecs
{
    [Theory]
    [InlineData(0, 0, 0, 16)]
    [InlineData(0, 0, 16, 0)]
    [InlineData(0, 1, 0, 16)]
    [InlineData(2, 0, 0, 48)]
    [InlineData(2, 3, 42, 6)]
    [InlineData(2, 999, 0, 16)]
    [InlineData(2, 1000, 0, 0)]
    public void Room_follows_the_capacity_rule(int maxVersions, long version, long open, long room) =>
        Assert.Equal(room, new StalenessGate(maxVersions, 16, 1000).Room(version, open));

    [Fact]
    public void Never_more_is_open_than_the_steps_that_are_left_train() => Assert.Equal(2 * 16, new StalenessGate(4, 16, 10).Capacity(8));

    [Fact]
    public void Groups_are_trained_in_time_when_no_step_has_more_of_them_due_than_its_batches_hold()
    {
        var gate = new StalenessGate(1, 4, 100);
        var counts = VersionCounts.Empty.Add(6, 4).Add(7, 4);
        Assert.True(gate.Trains(counts, 7));
        Assert.False(gate.Trains(counts.Add(6, 1), 7));
        Assert.False(gate.Trains(counts.Add(7, 1), 7));
        Assert.False(gate.Trains(counts, 8));
        Assert.True(gate.Trains(VersionCounts.Empty.Add(7, 4), 7, taken: 1));
        Assert.False(gate.Trains(VersionCounts.Empty.Add(6, 1), 7, taken: 1));
    }

    [Fact]
    public void A_group_is_due_at_the_last_step_that_finds_it_fresh()
    {
        var gate = new StalenessGate(2, 16, 100);
        Assert.True(gate.Fresh(3, 5));
        Assert.Equal(3, gate.DueVersion(5));
        Assert.False(gate.Fresh(3, 6));
    }
}
