namespace ToolZero.Actors.Admin;

/// <summary>What the admin actor works with.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Secret">Shared with the operators.</param>
/// <param name="OpenAudit">Opens the audit trail.</param>
/// <param name="Cluster">The members.</param>
/// <param name="Time">Clock of deadlines, ages and the audit trail.</param>
public sealed record AdminServices(string Run, AdminSecret Secret, Func<AuditTrail> OpenAudit, IClusterView Cluster, TimeProvider Time)
{
    /// <summary>How old an answer may be that is given without asking again: many operators cost no more than one.</summary>
    public TimeSpan Fresh { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a query waits for a fresh answer when there is one that is not <see cref="Stale"/>.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>Age at which an answer is not given any more while somebody can still be waited for.</summary>
    public TimeSpan Stale { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest that a query waits for anybody; what is missing then is named.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What starts and ends rollout nodes; null where nobody does.</summary>
    public INodeSupply? Supply { get; init; }
}
