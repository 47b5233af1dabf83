namespace ToolZero.Actors.Hosting;

/// <summary>A newer incarnation is in charge: this one's time is over, and starting it again would only take the charge back and forth.</summary>
public abstract class FencedException : Exception
{
    protected FencedException(long epoch, long newest, string message)
        : base(message) => (Epoch, Newest) = (epoch, newest);

    protected FencedException()
    {
    }

    protected FencedException(string message)
        : base(message)
    {
    }

    protected FencedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Epoch of the one that was refused.</summary>
    public long Epoch { get; }

    /// <summary>Epoch of the one in charge.</summary>
    public long Newest { get; }
}
