using ToolZero.Actors.Clustering;

namespace ToolZero.Actors.Tests.Clustering;

public class DeathProbeStateSpecs
{
    private static DeathProbeState Refused(string address, int times)
    {
        var state = new DeathProbeState().Suspected(address);
        for (var i = 0; i < times; i++) state = state.Refused(address);
        return state;
    }

    private static ProbedMember Member(string address, bool isHere = false, bool isReachable = true) => new(address, isHere, isReachable);

    [Fact]
    public void One_refusal_is_not_enough() =>
        Assert.Empty(Refused("b", 1).Dead([Member("b", isHere: true)]));

    [Fact]
    public void On_this_machine_two_refusals_are_proof_even_for_the_last_two() =>
        Assert.Equal(["b"], Refused("b", 2).Dead([Member("b", isHere: true)]).AsEnumerable());

    [Fact]
    public void From_elsewhere_refusals_count_for_the_majority_only()
    {
        Assert.Equal(["b"], Refused("b", 2).Dead([Member("b"), Member("c")]).AsEnumerable());
        Assert.Empty(Refused("b", 2).Dead([Member("b"), Member("c", isReachable: false)]));
        Assert.Empty(Refused("b", 2).Dead([Member("b")]));
    }

    [Fact]
    public void Both_sides_of_a_firewall_that_refuses_never_take_each_other_out()
    {
        // 5 nodes, 2 against 3, each side refused by the other.
        var minority = Refused("c", 2).Suspected("d").Refused("d").Refused("d").Suspected("e").Refused("e").Refused("e");
        Assert.Empty(minority.Dead([Member("b"), Member("c"), Member("d"), Member("e")]));
        var majority = Refused("a", 2).Suspected("b").Refused("b").Refused("b");
        Assert.Equal(["a", "b"], majority.Dead([Member("a"), Member("b"), Member("d"), Member("e")]).AsEnumerable());
    }

    [Fact]
    public void Somebody_who_listens_again_is_no_suspect() =>
        Assert.Empty(Refused("b", 1).Cleared("b").Suspected("b").Refused("b").Dead([Member("b", isHere: true)]));
}
