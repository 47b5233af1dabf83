using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Ledger;

/// <summary>
/// Groups that were stored lately and are not trained yet, as they were delivered: their batch is made of them, bit for bit what the file has,
/// without decoding it. Bounded; what is not here is read from the file.
/// </summary>
internal sealed class RecentPayloads
{
    /// <summary>About 70 MB: two batches of 128 groups of 16 samples of 1,000 tokens.</summary>
    private const long MostTokens = 4_000_000;

    private readonly Dictionary<GroupId, ScoredGroup> _groups = [];
    private long _tokens;

    public void Add(ScoredGroup group)
    {
        Remove(group.Id);
        if (_tokens > MostTokens) Clear();
        _groups.Add(group.Id, group);
        _tokens += Tokens(group);
    }

    public ScoredGroup? Find(GroupId id) => _groups.GetValueOrDefault(id);

    public void Remove(GroupId id)
    {
        if (_groups.Remove(id, out var group)) _tokens -= Tokens(group);
    }

    /// <summary>What is here may not be in the file.</summary>
    public void Clear()
    {
        _groups.Clear();
        _tokens = 0;
    }

    private static long Tokens(ScoredGroup group) => group.PromptTokens.Length + group.Samples.Sum(s => (long)s.Trajectory.Tokens.Length);
}
