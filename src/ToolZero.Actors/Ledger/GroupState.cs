namespace ToolZero.Actors.Ledger;

/// <summary>Where a group is. The numbers are stored: never change one.</summary>
public enum GroupState
{
    /// <summary>Issued, with nobody.</summary>
    Pending = 0,

    /// <summary>Leased to a worker.</summary>
    InFlight = 1,

    /// <summary>Stored with its payload.</summary>
    Scored = 2,

    /// <summary>In a journalled batch.</summary>
    Batched = 3,

    /// <summary>Its gradient is in the weights. Final.</summary>
    Trained = 4,

    /// <summary>Too old to be trained. Final.</summary>
    Stale = 5,

    /// <summary>Left out by a filter. Final.</summary>
    Filtered = 6,

    /// <summary>Cannot be generated or scored. Final.</summary>
    Failed = 7,

    /// <summary>Failed as often as is allowed, kept with its evidence. Final.</summary>
    Quarantined = 8,
}

/// <summary>What became of a delivered group.</summary>
public enum StoreOutcome
{
    /// <summary>Durable with its payload.</summary>
    Stored = 0,

    /// <summary>The group was delivered before, or is not wanted any more: counted and dropped.</summary>
    Duplicate = 1,
}
