#nullable disable
namespace Akka.Configuration.Hocon;

/// <summary>
/// Walks a tree once, through its substitutions: every one has a value, none leads back to itself, and the whole neither nests deeper nor
/// expands further than can be read without harm.
/// </summary>
internal sealed class TreeBounds(Func<HoconSubstitution, string> place)
{
    public const int MaxHeight = 600;
    public const long MaxExpansion = 16_000_000;

    private static readonly Extent Running = new(-1, -1);

    private readonly Dictionary<HoconValue, Extent> _extents = new(ReferenceEqualityComparer.Instance);

    /// <exception cref="FormatException">The tree breaks a bound.</exception>
    public void Check(HoconValue root)
    {
        if (Measure(root, 0).Size > MaxExpansion) throw new FormatException($"The configuration expands beyond {MaxExpansion} characters.");
    }

    private Extent Measure(HoconValue value, int depth)
    {
        if (!_extents.TryGetValue(value, out var extent))
        {
            if (depth > MaxHeight) throw TooDeep();
            _extents[value] = Running;
            extent = new Extent(0, 1);
            foreach (var element in value.Values) extent = extent.With(Measure(element, depth));
            _extents[value] = extent;
        }

        if (extent == Running) throw new FormatException("A substitution refers to a value that contains it.");
        return depth + extent.Height <= MaxHeight ? extent : throw TooDeep();
    }

    private Extent Measure(IHoconElement element, int depth)
    {
        switch (element)
        {
            case HoconSubstitution { ResolvedValue: null } missing:
                throw new FormatException(HoconText.OneLine($"${{{missing.Path}}} has no value, {place(missing)}."));
            case HoconSubstitution substitution:
                return MeasureAll([substitution.ResolvedValue], depth, () => $"${{{substitution.Path}}} refers to a value that contains it, {place(substitution)}.");
            case HoconArray array:
                return MeasureAll(array, depth, null);
            case HoconObject inner:
                return MeasureAll(inner.Items.Values, depth, null);
            default:
                return new Extent(0, 1 + (element.GetString()?.Length ?? 0));
        }
    }

    private Extent MeasureAll(IEnumerable<HoconValue> values, int depth, Func<string> cycle)
    {
        var extent = new Extent(0, 1);
        foreach (var value in values)
        {
            if (cycle is not null && _extents.TryGetValue(value, out var known) && known == Running) throw new FormatException(HoconText.OneLine(cycle()));
            extent = extent.With(Measure(value, depth + 1));
        }

        return extent with { Height = extent.Height + 1 };
    }

    private static FormatException TooDeep() => new($"The configuration nests deeper than {MaxHeight} levels.");

    private readonly record struct Extent(int Height, long Size)
    {
        public Extent With(Extent part) => new(Math.Max(Height, part.Height), Math.Min(Size + part.Size, MaxExpansion + 1));
    }
}
