using ToolZero.Core.Data;

namespace ToolZero.Actors.Hosting.Hocon;

/// <summary>
/// Refuses substitutions that lead back to themselves, or that stand for too much. The published parser follows them without a look: a cycle fills its
/// stack, which ends the process, and ten lines that double one another fill the memory.
/// </summary>
internal sealed class HoconReferences
{
    private readonly IReadOnlyList<HoconLeaf> _leaves;
    private readonly IReadOnlyList<HoconReference> _references;
    private readonly Dictionary<HoconReference, (int Depth, long Length)> _known = [];
    private readonly HashSet<HoconReference> _entered = [];

    private HoconReferences(IReadOnlyList<HoconLeaf> leaves, IReadOnlyList<HoconReference> references)
    {
        _leaves = leaves;
        _references = references;
    }

    /// <exception cref="DataException">Source, line, what is wrong.</exception>
    public static void Check(IReadOnlyList<HoconLeaf> leaves, IReadOnlyList<HoconReference> references)
    {
        var all = new HoconReferences(leaves, references);
        var length = 0L;
        foreach (var reference in references)
        {
            length += all.Follow(reference).Length;
            if (length > HoconLimits.Expanded) throw reference.Place.Error($"the substitutions up to here stand for more than {HoconLimits.Expanded} characters");
        }
    }

    /// <summary>Levels of substitutions below this one, and an upper bound of the characters that it stands for.</summary>
    private (int Depth, long Length) Follow(HoconReference reference)
    {
        if (_known.TryGetValue(reference, out var known)) return known;
        if (!_entered.Add(reference)) throw reference.Place.Error($"${{{reference.Target}}} leads back to itself");
        var depth = 1;
        var length = _leaves.Where(leaf => leaf.Key.IsIn(reference.Target) || reference.Target.IsIn(leaf.Key)).Sum(leaf => (long)leaf.Length);
        foreach (var inner in _references.Where(r => r.Key.IsIn(reference.Target) || reference.Target.IsIn(r.Key)))
        {
            var below = Follow(inner);
            depth = Math.Max(depth, below.Depth + 1);
            length += below.Length;
        }

        if (depth > HoconLimits.ReferenceDepth) throw reference.Place.Error($"more than {HoconLimits.ReferenceDepth} substitutions behind one another");
        _entered.Remove(reference);
        return _known[reference] = (depth, length);
    }
}
