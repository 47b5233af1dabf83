using ToolZero.Core.Randomness;
using ToolZero.Model.Training;

namespace ToolZero.Model.Tests.Training;

public sealed class MicroBatchesSpecs
{
    [Fact]
    public void Every_group_is_in_exactly_one_micro_batch_within_the_budget()
    {
        var random = new RandomStream(7);
        for (var round = 0; round < 200; round++)
        {
            var groups = Enumerable.Range(0, random.Next(1, 40))
                .Select(_ => new GroupSize(random.Next(1, 300), random.Next(1, 9), random.Next(1, 100))).ToArray();
            var budget = random.Next(200, 6000);
            var packed = MicroBatches.Pack(groups, budget);
            Assert.Equal(Enumerable.Range(0, groups.Length), packed.SelectMany(m => m).Order());
            Assert.All(packed, micro => Assert.True(micro.Length == 1 || Padded(groups, micro) <= budget));
            Assert.Equal(packed.SelectMany(m => m), MicroBatches.Pack(groups, budget).SelectMany(m => m));
        }
    }

    [Fact]
    public void Equal_groups_split_into_an_even_number_of_equal_shares()
    {
        var groups = Enumerable.Repeat(new GroupSize(200, 8, 50), 16).ToArray();
        var packed = MicroBatches.Pack(groups, 8192);
        Assert.Equal([8, 8], packed.Select(m => m.Length));
    }

    [Fact]
    public void A_group_above_the_budget_stands_alone()
    {
        GroupSize[] groups = [new(100, 2, 10), new(10_000, 8, 500), new(100, 2, 10)];
        var packed = MicroBatches.Pack(groups, 1000);
        Assert.Contains(packed, micro => micro is [1]);
    }

    [Fact]
    public void No_groups_no_micro_batches() => Assert.Empty(MicroBatches.Pack([], 10));

    private static long Padded(GroupSize[] groups, IEnumerable<int> members)
    {
        var chosen = members.Select(i => groups[i]).ToArray();
        return chosen.Aggregate((a, b) => a.Cover(b)).Tokens * chosen.Length;
    }
}
