using ToolZero.Actors.Weights.Tree;
using ToolZero.Core.Randomness;

namespace ToolZero.Actors.Tests.Weights.Tree;

public class RelayTreeSpecs
{
    [Fact]
    public void After_any_joins_leaves_and_moves_everybody_reaches_the_source_and_nobody_has_too_many_children()
    {
        for (ulong seed = 0; seed < 60; seed++)
        {
            var random = new RandomStream(seed);
            var tree = new RelayTree(random.Next(1, 5));
            for (var turn = 0; turn < 120; turn++)
            {
                var node = $"n{random.Next(25)}";
                var before = tree;
                switch (random.Next(4))
                {
                    case 0 or 1:
                        tree = tree.Join(node);
                        Assert.True(Unmoved(before, tree, []), "a join moved somebody");
                        break;
                    case 2:
                        tree = tree.Leave(node);
                        Assert.DoesNotContain(node, tree.Parents.Keys);
                        Assert.True(Unmoved(before, tree, [node, .. before.ChildrenOf(node)]), "a leave moved somebody who did not lose a parent");
                        break;
                    default:
                        tree = tree.Move(node);
                        Assert.True(Unmoved(before, tree, [node]), "a move moved somebody else");
                        break;
                }

                AssertSound(tree);
            }
        }
    }

    [Fact]
    public void A_tree_is_as_flat_as_its_fan_out_allows()
    {
        var tree = Enumerable.Range(0, 14).Aggregate(new RelayTree(2), (t, i) => t.Join($"n{i:D2}"));
        Assert.Equal(3, tree.Parents.Keys.Max(n => tree.Ancestors(n).Length));
    }

    [Fact]
    public void A_node_that_cannot_fetch_gets_another_parent_if_there_is_one()
    {
        var chain = new RelayTree(1).Join("a").Join("b");
        Assert.Same(chain, chain.Move("b"));
        var tree = new RelayTree(2).Join("a").Join("b").Join("c");
        Assert.NotEqual(tree.Parents["c"], tree.Move("c").Parents["c"]);
    }

    [Fact]
    public void Claims_are_kept_where_they_fit()
    {
        var tree = Enumerable.Range(0, 9).Aggregate(new RelayTree(2), (t, i) => t.Join($"n{i}")).Leave("n0").Leave("n3");
        Assert.Equal(tree.Parents, RelayTree.Of(2, tree.Parents.ToDictionary(p => p.Key, p => (string?)p.Value)).Parents);
    }

    [Fact]
    public void Any_claims_make_a_sound_tree_of_all_who_claim()
    {
        for (ulong seed = 0; seed < 60; seed++)
        {
            var random = new RandomStream(seed);
            var names = Enumerable.Range(0, random.Next(1, 20)).Select(i => $"n{i}").ToList();
            var claims = names.ToDictionary(n => n, _ => random.Next(4) switch { 0 => null, 1 => RelayTree.Source, 2 => "stranger", _ => random.Pick(names) });
            var tree = RelayTree.Of(random.Next(1, 4), claims);
            AssertSound(tree);
            Assert.Equal(names.Order(StringComparer.Ordinal), tree.Parents.Keys);
        }
    }

    private static void AssertSound(RelayTree tree)
    {
        foreach (var (node, parent) in tree.Parents)
        {
            Assert.True(parent == RelayTree.Source || tree.Parents.ContainsKey(parent));
            var seen = new HashSet<string> { node };
            for (var at = parent; at != RelayTree.Source; at = tree.Parents[at]) Assert.True(seen.Add(at), $"a circle through {at}");
        }

        Assert.All(tree.Parents.Values.GroupBy(p => p), g => Assert.True(g.Count() <= tree.FanOut, $"{g.Key} has {g.Count()} children"));
    }

    private static bool Unmoved(RelayTree before, RelayTree after, string[] except) =>
        before.Parents.All(p => except.Contains(p.Key) || after.Parents.GetValueOrDefault(p.Key) == p.Value);
}
