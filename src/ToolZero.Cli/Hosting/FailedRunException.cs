namespace ToolZero.Cli.Hosting;

/// <summary>What was asked for was begun and could not be finished: exit code 1.</summary>
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
