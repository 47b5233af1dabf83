namespace ToolZero.Actors.Coordinator;

/// <summary>No run hangs without saying what it waits for: notices when that has not changed for a while.</summary>
internal sealed class WaitWatch(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private string _for = "";
    private long _since;
    private long _told;

    /// <summary>How long the run has waited for this.</summary>
    public TimeSpan Waited(string waitingFor) => waitingFor == _for ? time.GetElapsedTime(_since) : TimeSpan.Zero;

    /// <summary>How long the run has waited for the same, when it is time to say so (again); null otherwise.</summary>
    public TimeSpan? Overdue(string waitingFor)
    {
        var now = time.GetTimestamp();
        if (waitingFor != _for) (_for, _since, _told) = (waitingFor, now, now);
        if (_for == CoordinatorState.Nothing || time.GetElapsedTime(_told, now) < Patience) return null;
        _told = now;
        return time.GetElapsedTime(_since, now);
    }
}
