using System.Collections.Immutable;

namespace ToolZero.Actors.Node;

/// <summary>Restart limits (<c>supervision.*</c>).</summary>
/// <param name="MaxRestarts">Restarts allowed within <paramref name="Within"/>.</param>
/// <param name="Within">Length of the window.</param>
/// <param name="MinBackoff">Wait before the first restart; doubles with every further one in the window.</param>
/// <param name="MaxBackoff">Longest wait.</param>
public sealed record SupervisionSettings(int MaxRestarts, TimeSpan Within, TimeSpan MinBackoff, TimeSpan MaxBackoff);

/// <summary>Failures of one child in the window; pure.</summary>
public sealed record RestartBudget(SupervisionSettings Settings)
{
    public ImmutableArray<DateTimeOffset> Failures { get; init; } = [];

    /// <summary>The budget after a failure, and how long to wait before the restart; null = the limit is exceeded, give up.</summary>
    public (RestartBudget Budget, TimeSpan? Wait) Failed(DateTimeOffset now)
    {
        var failures = Failures.RemoveAll(f => f <= now - Settings.Within).Add(now);
        var budget = this with { Failures = failures };
        if (failures.Length > Settings.MaxRestarts) return (budget, null);
        var wait = Settings.MinBackoff * Math.Pow(2, Math.Min(30, failures.Length - 1));
        return (budget, wait < Settings.MaxBackoff ? wait : Settings.MaxBackoff);
    }
}
