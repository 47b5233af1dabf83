namespace ToolZero.Bench.Measurement;

/// <summary>What a value must reach.</summary>
/// <param name="AtLeast">The bound is the least value; otherwise the largest.</param>
/// <param name="Bound">The bound.</param>
internal readonly record struct Target(bool AtLeast, double Bound)
{
    public static Target Least(double bound) => new(true, bound);

    public static Target Most(double bound) => new(false, bound);

    public bool Met(double value) => AtLeast ? value >= Bound : value <= Bound;
}

/// <summary>One number of a bench.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit; "x" for a ratio.</param>
/// <param name="Target">What it must reach; null where it is for information.</param>
internal sealed record Figure(string Name, double Value, string Unit, Target? Target = null)
{
    /// <summary>Whether the target is met; null without one.</summary>
    public bool? Ok => Target?.Met(Value);
}
