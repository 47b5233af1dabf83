using ToolZero.Actors.Weights;
using ToolZero.Actors.Weights.Lane;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Tests.Weights;

public class FetchPlanSpecs
{
    [Fact]
    public void A_chain_leads_from_what_is_here_to_the_newest() =>
        Assert.Equal([3, 4, 5], FetchPlan.Of(Offer(5, 2, 3, 4, 5), "sha2").Deltas.Select(d => d.Key.Version));

    [Theory]
    [InlineData(null)]
    [InlineData("sha1")]
    [InlineData("of another run")]
    public void Who_has_nothing_or_nothing_of_the_chain_fetches_the_whole(string? held) => Assert.True(FetchPlan.Of(Offer(5, 4, 5), held).IsFull);

    [Fact]
    public void Who_has_these_weights_under_an_older_key_fetches_nothing()
    {
        var plan = FetchPlan.Of(Offer(5, 4, 5), "sha5");
        Assert.False(plan.IsFull);
        Assert.Equal(0, plan.Bytes);
    }

    [Fact]
    public void A_step_that_changed_nothing_is_left_out_of_a_chain()
    {
        var offer = Offer(5, 4, 5);
        offer = offer with { Deltas = [.. offer.Deltas, offer.Deltas[1] with { BaseSha256 = "sha5" }] };
        Assert.Equal(["sha3", "sha4"], FetchPlan.Of(offer, "sha3").Deltas.Select(d => d.BaseSha256));
    }

    [Fact]
    public void A_chain_with_a_hole_is_none() => Assert.True(FetchPlan.Of(Offer(5, 3, 5), "sha2").IsFull);

    [Fact]
    public void A_chain_that_is_larger_than_the_whole_is_not_worth_it() => Assert.True(FetchPlan.Of(Offer(20, [.. Enumerable.Range(1, 20)]), "sha0").IsFull);

    [Fact]
    public void Deltas_in_a_circle_are_no_chain()
    {
        var offer = Offer(5, 5);
        offer = offer with { Deltas = [offer.Deltas[0], offer.Deltas[0] with { Sha256 = "sha4", BaseSha256 = "sha5" }] };
        Assert.True(FetchPlan.Of(offer, "sha1").IsFull);
    }

    private static TransferProtocol.Offer Offer(int newest, params int[] deltas) =>
        new(new LaneAddress("host", 1, ""), Manifest(newest, "", 1000), [.. deltas.Select(v => Manifest(v, $"sha{v - 1}", 100))]);

    private static WeightManifest Manifest(int version, string before, long bytes) =>
        new(new WeightsKey(0, version), $"sha{version}", new WeightsKey(0, version - 1), before, "BF16", 4096, 1, bytes, []);
}
