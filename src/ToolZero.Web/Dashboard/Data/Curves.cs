using System.Collections.Immutable;

namespace ToolZero.Web.Dashboard.Data;

/// <summary>Values of all metrics over steps, to be drawn. Never changed once made.</summary>
/// <param name="Steps">Where the values stand.</param>
/// <param name="Columns">Values by metric; NaN where one has none.</param>
public sealed record CurveView(double[] Steps, ImmutableDictionary<string, double[]> Columns)
{
    public static CurveView Empty { get; } = new([], ImmutableDictionary<string, double[]>.Empty);

    public double[] Column(string metric) => Columns.GetValueOrDefault(metric) ?? [];

    /// <summary>The newest value; NaN when there is none.</summary>
    public double Last(string metric) => Column(metric).LastOrDefault(double.IsFinite, double.NaN);
}

/// <summary>
/// A run's metrics in bounded memory, however long it is: when there are too many points, each two neighbours become their mean. Used by one
/// thread at a time.
/// </summary>
/// <param name="most">Points that are kept at most, an even number.</param>
internal sealed class Curves(int most)
{
    private readonly List<Point> _points = [];
    private int _stride = 1;

    /// <summary>The newest step; -1 before the first.</summary>
    public long LastStep { get; private set; } = -1;

    public void Clear()
    {
        _points.Clear();
        (_stride, LastStep) = (1, -1);
    }

    public void Add(long step, IReadOnlyDictionary<string, double> values)
    {
        if (_points.Count > 0 && _points[^1].Count < _stride) _points[^1].Add(step, values);
        else _points.Add(new Point(step, values));
        LastStep = step;
        if (_points.Count <= most) return;
        for (var i = 0; i + 1 < _points.Count; i += 2) _points[i].Add(_points[i + 1]);
        for (var i = _points.Count / 2 * 2 - 1; i > 0; i -= 2) _points.RemoveAt(i);
        _stride *= 2;
    }

    public CurveView View()
    {
        var names = _points.SelectMany(p => p.Values.Keys).Distinct();
        return new CurveView([.. _points.Select(p => p.Step)], names.ToImmutableDictionary(n => n, n => _points.Select(p => p.Mean(n)).ToArray()));
    }

    /// <summary>One step, or the mean of some.</summary>
    private sealed class Point
    {
        public Point(long step, IReadOnlyDictionary<string, double> values) => Add(step, values);

        public double Step { get; private set; }

        public int Count { get; private set; }

        public Dictionary<string, (double Sum, int Count)> Values { get; } = [];

        public double Mean(string name) => Values.TryGetValue(name, out var v) ? v.Sum / v.Count : double.NaN;

        public void Add(long step, IReadOnlyDictionary<string, double> values)
        {
            foreach (var (name, value) in values)
                if (double.IsFinite(value)) Values[name] = Values.TryGetValue(name, out var v) ? (v.Sum + value, v.Count + 1) : (value, 1);
            (Step, Count) = ((Step * Count + step) / (Count + 1), Count + 1);
        }

        public void Add(Point other)
        {
            foreach (var (name, value) in other.Values)
                Values[name] = Values.TryGetValue(name, out var v) ? (v.Sum + value.Sum, v.Count + value.Count) : value;
            Step = (Step * Count + other.Step * other.Count) / (Count + other.Count);
            Count += other.Count;
        }
    }
}
