namespace ToolZero.Actors.Wire;

/// <summary>
/// Which wire formats this program reads. Every node says both numbers when it joins; a node that cannot be understood stays outside instead of
/// being heard wrongly.
/// </summary>
/// <param name="Current">What it writes.</param>
/// <param name="Minimum">The oldest that it still reads.</param>
public readonly record struct WireVersion(int Current, int Minimum)
{
    /// <summary>
    /// Of this build. <see cref="Current"/> goes up with every release that adds a key or a manifest, <see cref="Minimum"/> only when an old form
    /// is no longer read.
    /// </summary>
    public static WireVersion Own { get; } = new(3, 1);

    /// <summary>Null when both sides read what the other writes; else one line that says which side is too old.</summary>
    public string? Problem(WireVersion other)
    {
        if (other.Current < Minimum) return $"the other side writes wire version {other.Current}, this one reads {Minimum} and later: update the other side";
        return Current < other.Minimum ? $"this side writes wire version {Current}, the other one reads {other.Minimum} and later: update this side" : null;
    }

    public override string ToString() => $"{Current} (reads {Minimum} and later)";
}
