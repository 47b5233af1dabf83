namespace ToolZero.Core.Rollouts;

/// <summary>
/// Place of published weights in the order of a run: by epoch, then by version. The epoch rises when an operator goes back to older weights,
/// so that the lower version which follows still counts as the newer one.
/// </summary>
/// <param name="Epoch">Times that the run went back.</param>
/// <param name="Version">Optimiser steps in the weights.</param>
public readonly record struct WeightsKey(long Epoch, long Version) : IComparable<WeightsKey>
{
    public static bool operator <(WeightsKey left, WeightsKey right) => left.CompareTo(right) < 0;

    public static bool operator >(WeightsKey left, WeightsKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(WeightsKey left, WeightsKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(WeightsKey left, WeightsKey right) => left.CompareTo(right) >= 0;

    public int CompareTo(WeightsKey other) => (Epoch, Version).CompareTo((other.Epoch, other.Version));

    public override string ToString() => Epoch == 0 ? $"v{Version}" : $"v{Version} of epoch {Epoch}";
}
