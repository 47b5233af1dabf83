namespace ToolZero.Actors.Coordinator;

/// <summary>
/// Groups by final or current state: issued = pending + in-flight + scored + trained + stale + filtered + failed + quarantined at every moment.
/// </summary>
/// <param name="Issued">Groups ever issued.</param>
/// <param name="Pending">With nobody.</param>
/// <param name="InFlight">Leased.</param>
/// <param name="Scored">Stored, and not trained yet.</param>
/// <param name="Trained">Their gradient is in the weights.</param>
/// <param name="Stale">Taken out: too old to be trained.</param>
/// <param name="Filtered">Taken out by a filter or a rollback.</param>
/// <param name="Failed">Given up for good.</param>
/// <param name="Quarantined">Failed as often as is allowed; an operator may try them again.</param>
/// <param name="Duplicates">Deliveries of groups that were not needed any more.</param>
public sealed record GroupCounts(
    long Issued, long Pending, long InFlight, long Scored, long Trained, long Stale, long Filtered, long Failed, long Quarantined, long Duplicates)
{
    public bool Balanced => Issued == Pending + InFlight + Scored + Trained + Stale + Filtered + Failed + Quarantined;
}
