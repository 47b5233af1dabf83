using ToolZero.Actors.Node;

namespace ToolZero.Cli.Cluster;

/// <summary>Why a supervisor does not start a child again.</summary>
internal enum Verdict
{
    Restart,

    /// <summary>It left as it should.</summary>
    Left,

    /// <summary>Its input is wrong: no restart helps.</summary>
    BadInput,

    /// <summary>Its restart limit is exceeded.</summary>
    GivenUp,
}

/// <summary>One child of a supervisor and its restart budget; pure.</summary>
/// <param name="Spec">What it is.</param>
/// <param name="Budget">Its failures in the window.</param>
/// <param name="Starts">Times it was started.</param>
internal sealed record Supervised(ChildSpec Spec, RestartBudget Budget, int Starts = 0)
{
    /// <summary>What to do about its end, and after which wait.</summary>
    /// <param name="exitCode">As the system reports it.</param>
    /// <param name="now">The time.</param>
    public (Supervised Next, Verdict Verdict, TimeSpan Wait) Ended(int exitCode, DateTimeOffset now)
    {
        if (exitCode == Hosting.ExitCodes.Success) return (this, Verdict.Left, TimeSpan.Zero);
        if (exitCode == Hosting.ExitCodes.BadInput) return (this, Verdict.BadInput, TimeSpan.Zero);
        var (budget, wait) = Budget.Failed(now);
        return (this with { Budget = budget }, wait is null ? Verdict.GivenUp : Verdict.Restart, wait ?? TimeSpan.Zero);
    }
}
