namespace ToolZero.Core.Environments;

/// <summary>An environment did not answer: its episode is a failure of the environment and has no reward.</summary>
public sealed class EnvironmentLostException : Exception
{
    public EnvironmentLostException()
    {
    }

    public EnvironmentLostException(string message)
        : base(message)
    {
    }

    public EnvironmentLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
