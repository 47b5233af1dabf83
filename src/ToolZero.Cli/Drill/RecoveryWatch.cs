using ToolZero.Actors.Clustering;

namespace ToolZero.Cli.Drill;

/// <summary>Decides from the ledger whether a role does useful work again after a fault. Made when the fault begins.</summary>
internal sealed class RecoveryWatch
{
    private readonly LedgerWatch _ledger;
    private readonly Fault _fault;
    private readonly LedgerProgress _before;
    private readonly IReadOnlyList<long> _leased;
    private LedgerProgress _base;
    private bool _taken;

    /// <param name="ledger">The ledger.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="node">Where it is done.</param>
    /// <param name="before">The ledger's progress.</param>
    public RecoveryWatch(LedgerWatch ledger, Fault fault, string node, LedgerProgress before)
    {
        (_ledger, _fault, _before, _base) = (ledger, fault, before, before);
        _leased = ledger.Leased(fault.Role == NodeRoles.Rollout ? node : null) ?? [];
        _taken = fault.Kind != FaultKind.Kill || fault.Role != NodeRoles.Coordinator;
    }

    /// <summary>The fault has ended: progress counts from here.</summary>
    public void Ended() => _base = _ledger.Progress() ?? _base;

    /// <summary>
    /// A rollout node: all that it had leased is done, by itself or by others. A reward node: all that was leased anywhere is scored and stored. Either one that had nothing:
    /// a group is stored. The learner: a step is trained. The coordinator: a group is stored, after a new incarnation took the ledger over where the old one was killed.
    /// </summary>
    public bool IsRecovered()
    {
        if (_fault.Role is NodeRoles.Rollout or NodeRoles.Reward && _leased.Count > 0) return _ledger.StillOpen(_leased) == 0;
        if (_ledger.Progress() is not { } now) return false;
        if (!_taken && now.Epoch > _before.Epoch) (_taken, _base) = (true, now);
        if (!_taken) return false;
        return _fault.Role == NodeRoles.Learner ? now.Steps > _base.Steps : now.Stored > _base.Stored;
    }
}
