using System.Text.Json;

namespace ToolZero.Web.Dashboard.Data;

/// <summary><c>metrics.jsonl</c> as curves: the whole run in coarse points, the newest steps in fine ones. Used by one thread at a time.</summary>
/// <param name="path">The file.</param>
internal sealed class MetricsReader(string path)
{
    /// <summary>Points of a curve, about as many as a screen shows.</summary>
    private const int Points = 300;

    /// <summary>Newest steps that are kept one by one.</summary>
    private const int RecentSteps = 200;

    private readonly LineTail _tail = new(path);
    private readonly Curves _all = new(Points);
    private readonly Queue<(long Step, Dictionary<string, double> Values)> _recent = [];

    /// <summary>The largest part of the newest step's time; "" before the first.</summary>
    public string Bottleneck { get; private set; } = "";

    public CurveView All { get; private set; } = CurveView.Empty;

    public CurveView Recent { get; private set; } = CurveView.Empty;

    /// <summary>Takes in what is new.</summary>
    /// <exception cref="IOException">The file cannot be read now.</exception>
    public void Read()
    {
        var hasChanged = false;
        for (var isAll = false; !isAll;)
        {
            var news = _tail.Read();
            (isAll, hasChanged) = (news.IsAll, hasChanged || news.IsAnew || news.Lines.Count > 0);
            if (news.IsAnew) Forget();
            foreach (var line in news.Lines) Take(line);
        }

        if (hasChanged) Publish();
    }

    private void Forget()
    {
        _all.Clear();
        _recent.Clear();
        Bottleneck = "";
    }

    private void Take(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return;
            var values = new Dictionary<string, double>();
            foreach (var member in json.RootElement.EnumerateObject())
                if (member.Value.ValueKind == JsonValueKind.Number) values[member.Name] = member.Value.GetDouble();
            if (!values.TryGetValue("step", out var step) || step <= _all.LastStep) return;
            _all.Add((long)step, values);
            _recent.Enqueue(((long)step, values));
            if (_recent.Count > RecentSteps) _recent.Dequeue();
            if (json.RootElement.TryGetProperty("bottleneck", out var bottleneck)) Bottleneck = bottleneck.GetString() ?? "";
        }
        catch (JsonException)
        {
            // Cut off when its writer died; the writer drops such a line when it starts anew.
        }
    }

    private void Publish()
    {
        var recent = new Curves(RecentSteps);
        foreach (var (step, values) in _recent) recent.Add(step, values);
        (All, Recent) = (_all.View(), recent.View());
    }
}
