using ToolZero.Actors.Coordinator;

namespace ToolZero.Actors.Tests.Coordinator;

public class StalenessGateSpecs
{
    [Theory]
    [InlineData(0, 0, 0, 16)]
    [InlineData(0, 0, 16, 0)]
    [InlineData(0, 1, 16, 16)]
    [InlineData(2, 0, 0, 48)]
    [InlineData(2, 3, 90, 6)]
    public void Room_follows_the_capacity_rule(int maxVersions, long version, long issued, long room) =>
        Assert.Equal(room, new StalenessGate(maxVersions, 16, 1000).Room(version, issued));

    [Fact]
    public void Never_more_is_issued_than_the_run_trains() => Assert.Equal(10 * 16, new StalenessGate(4, 16, 10).Capacity(9));

    [Fact]
    public void A_group_is_due_at_the_last_step_that_finds_it_fresh()
    {
        var gate = new StalenessGate(2, 16, 100);
        Assert.True(gate.Fresh(3, 5));
        Assert.True(gate.Due(3, 5));
        Assert.False(gate.Due(3, 4));
        Assert.False(gate.Fresh(3, 6));
    }
}
