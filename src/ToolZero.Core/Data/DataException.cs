namespace ToolZero.Core.Data;

/// <summary>
/// Bad input from outside: one line that says what, where (file and line) and the remedy. The command line prints it and exits with 2.
/// </summary>
public sealed class DataException : Exception
{
    public DataException(string message)
        : base(message)
    {
    }

    public DataException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public DataException()
    {
    }
}
