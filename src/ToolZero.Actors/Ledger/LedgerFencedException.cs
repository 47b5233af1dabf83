using ToolZero.Actors.Hosting;

namespace ToolZero.Actors.Ledger;

/// <summary>Another process has opened the ledger since: this writer's time is over, and it must not write any more.</summary>
public sealed class LedgerFencedException : FencedException
{
    public LedgerFencedException(long epoch, long newest)
        : base(epoch, newest, $"this process opened the ledger as number {epoch}, another one has opened it as number {newest} since: only the newest may write")
    {
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
}
