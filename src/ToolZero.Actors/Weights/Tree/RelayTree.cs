using System.Collections.Immutable;

namespace ToolZero.Actors.Weights.Tree;

/// <summary>
/// Who fetches weights from whom: a tree below the source in which no one has more than so many children. A node keeps its parent as long as
/// that one is there; who joins or loses its parent goes as near to the source as there is room. Pure and deterministic.
/// </summary>
/// <param name="FanOut">Most children of the source and of a node, at least 1.</param>
public sealed record RelayTree(int FanOut)
{
    /// <summary>The source as a parent.</summary>
    public const string Source = "";

    /// <summary>Every node and its parent.</summary>
    public ImmutableSortedDictionary<string, string> Parents { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The tree of nodes that say whom they fetch from: claims are kept where they fit, so that a coordinator which forgot everything changes
    /// as little as can be.
    /// </summary>
    public static RelayTree Of(int fanOut, IReadOnlyDictionary<string, string?> claims)
    {
        var tree = new RelayTree(fanOut);
        // Parents before their children; who claims nothing that can be kept comes last.
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var (node, parent) in claims.OrderBy(c => c.Key, StringComparer.Ordinal))
            {
                if (tree.Parents.ContainsKey(node) || parent is null || !tree.HasRoom(parent)) continue;
                tree = tree.With(node, parent);
                grown = true;
            }
        }

        return claims.Keys.Order(StringComparer.Ordinal).Aggregate(tree, (t, node) => t.Join(node));
    }

    /// <summary>The tree with this node; one that is there stays where it is.</summary>
    public RelayTree Join(string node) => Parents.ContainsKey(node) ? this : Place(node, avoid: null);

    /// <summary>The tree without this node; its children find other parents and take what hangs on them along.</summary>
    public RelayTree Leave(string node)
    {
        if (!Parents.ContainsKey(node)) return this;
        var orphans = ChildrenOf(node);
        var rest = this with { Parents = Parents.Remove(node).RemoveRange(orphans) };
        return orphans.Aggregate(rest, (tree, orphan) => tree.Place(orphan, avoid: null));
    }

    /// <summary>The tree in which a node that cannot fetch from its parent has another one; the same if there is none.</summary>
    public RelayTree Move(string node)
    {
        if (!Parents.TryGetValue(node, out var parent)) return this;
        var without = this with { Parents = Parents.Remove(node) };
        return without.Candidates(node).Any(c => c != parent) ? without.Place(node, avoid: parent) : this;
    }

    public ImmutableArray<string> ChildrenOf(string node) => [.. Parents.Where(p => p.Value == node).Select(p => p.Key)];

    /// <summary>From the parent up to the source, the source last.</summary>
    public ImmutableArray<string> Ancestors(string node)
    {
        var path = ImmutableArray.CreateBuilder<string>();
        while (Parents.TryGetValue(node, out var parent))
        {
            path.Add(parent);
            node = parent;
        }

        return path.ToImmutable();
    }

    private bool HasRoom(string parent) => (parent == Source || Parents.ContainsKey(parent)) && ChildrenOf(parent).Length < FanOut;

    private RelayTree With(string node, string parent) => this with { Parents = Parents.SetItem(node, parent) };

    private RelayTree Place(string node, string? avoid) => With(node, Candidates(node).First(c => c != avoid));

    /// <summary>
    /// Who has room, the nearest to the source first. A node that is without a parent, and what hangs on it, does not reach the source and is
    /// none. There always is one: a tree of n nodes uses n - 1 of its n · FanOut places.
    /// </summary>
    private IEnumerable<string> Candidates(string node)
    {
        var children = Parents.Values.GroupBy(p => p).ToDictionary(g => g.Key, g => g.Count());
        return Parents.Keys.Prepend(Source)
            .Where(c => c != node && children.GetValueOrDefault(c) < FanOut)
            .Select(c => (Node: c, Path: Ancestors(c)))
            .Where(c => c.Node == Source || c.Path is [.., Source])
            .OrderBy(c => c.Path.Length)
            .ThenBy(c => children.GetValueOrDefault(c.Node))
            .ThenBy(c => c.Node, StringComparer.Ordinal)
            .Select(c => c.Node);
    }
}
