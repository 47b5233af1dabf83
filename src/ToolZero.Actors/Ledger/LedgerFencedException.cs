namespace ToolZero.Actors.Ledger;

/// <summary>Another process has opened the ledger since: this writer's time is over, and it must not write any more.</summary>
public sealed class LedgerFencedException : Exception
{
    public LedgerFencedException(long epoch, long newest)
        : base($"this process opened the ledger as number {epoch}, another one has opened it as number {newest} since: only the newest may write")
    {
        Epoch = epoch;
        Newest = newest;
    }

    public LedgerFencedException()
    {
    }

    public LedgerFencedException(string message)
        : base(message)
    {
    }

    public LedgerFencedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Epoch of the writer that was refused.</summary>
    public long Epoch { get; }

    /// <summary>Epoch of the writer in charge.</summary>
    public long Newest { get; }
}
