using ToolZero.Core.Rewards;

namespace ToolZero.Cli.Commands;

/// <summary>Means over scores as they go by.</summary>
/// <param name="weight">Schedule weight of the strict part.</param>
internal sealed class RewardMeans(double weight)
{
    private readonly SortedDictionary<string, (double Sum, long Count)> _parts = new(StringComparer.Ordinal);
    private double _sum;
    private long _successes;

    public long Count { get; private set; }

    public double Mean => _sum / Count;

    public double Success => (double)_successes / Count;

    public double Least { get; private set; } = double.PositiveInfinity;

    public double Most { get; private set; } = double.NegativeInfinity;

    /// <summary>Means of the parts that the rule logs.</summary>
    public IEnumerable<(string Part, double Mean)> Parts => _parts.Select(p => (p.Key, p.Value.Sum / p.Value.Count));

    public void Add(RewardScore score)
    {
        var total = score.Total(weight);
        Count++;
        _sum += total;
        if (score.Success) _successes++;
        (Least, Most) = (Math.Min(Least, total), Math.Max(Most, total));
        foreach (var (part, value) in score.Parts)
        {
            var (sum, count) = _parts.GetValueOrDefault(part);
            _parts[part] = (sum + value, count + 1);
        }
    }
}
