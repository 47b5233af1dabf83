using System.Globalization;

namespace ToolZero.Actors.Telemetry;

/// <summary>Number of an attempt, from 1, in a message of the log: structured logs have it as a field.</summary>
public readonly record struct Attempt(int Number)
{
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
}
