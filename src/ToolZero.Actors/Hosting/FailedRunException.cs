namespace ToolZero.Actors.Hosting;

/// <summary>A run was begun and given up: a failure of the run, not of its input.</summary>
public sealed class FailedRunException : Exception
{
    public FailedRunException(string message)
        : base(message)
    {
    }

    public FailedRunException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public FailedRunException()
    {
    }
}
