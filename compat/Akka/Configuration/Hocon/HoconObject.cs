#nullable disable
namespace Akka.Configuration.Hocon;

/// <summary>Keys with their values, in the order in which they were first written.</summary>
public class HoconObject : IHoconElement
{
    public Dictionary<string, HoconValue> Items { get; private set; } = [];

    /// <summary>The same as nested dictionaries; what is no object stays a <see cref="HoconValue"/>.</summary>
    public IDictionary<string, object> Unwrapped =>
        Items.ToDictionary(item => item.Key, item => item.Value.GetObject() is { } inner ? (object)inner.Unwrapped : item.Value);

    public bool IsString() => false;

    public string GetString() => throw new InvalidOperationException("An object is no text.");

    public bool IsArray() => false;

    public IList<HoconValue> GetArray() => throw new InvalidOperationException("An object is no array.");

    public HoconValue GetKey(string key) => Items.GetValueOrDefault(key);

    public HoconValue GetOrCreateKey(string key)
    {
        if (!Items.TryGetValue(key, out var value)) Items.Add(key, value = new HoconValue());
        return value;
    }

    /// <summary>Adds the other's keys; where both have a key, two objects merge and otherwise the other wins.</summary>
    public void Merge(HoconObject other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (key, value) in other.Items)
        {
            var mine = GetOrCreateKey(key);
            if (value.GetObject() is not { } upper) mine.Replace(value.Detached());
            else if (mine.Values is [.., HoconObject lower]) lower.Merge(upper);
            else if (mine.Values is [.., HoconSubstitution]) mine.AppendValue(upper.MergedWith(null));
            else mine.NewValue(upper.MergedWith(null));
        }
    }

    public override string ToString() => ToString(0);

    public string ToString(int indent) => HoconText.Render(this, indent);

    /// <summary>A new object; neither this nor the other is changed by later changes to it.</summary>
    internal HoconObject MergedWith(HoconObject other)
    {
        var merged = new HoconObject { Items = new Dictionary<string, HoconValue>(Items.Count) };
        foreach (var (key, value) in Items) merged.Items[key] = value.Detached();
        if (other is null) return merged;
        foreach (var (key, value) in other.Items)
        {
            merged.Items[key] = Items.TryGetValue(key, out var below) && below.GetObject() is { } lower && value.GetObject() is { } upper
                ? new HoconValue([lower.MergedWith(upper)])
                : value.Detached();
        }

        return merged;
    }
}
