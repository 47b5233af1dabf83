namespace ToolZero.Core.Data;

/// <summary>
/// Bad input from outside: one line that says what, where (file and line) and the remedy. The command line prints it and exits with 2.
/// </summary>
public sealed class DataException : Exception
{
    public DataException(string message)
        : base(OneLine(message))
    {
    }

    public DataException(string message, Exception inner)
        : base(OneLine(message), inner)
    {
    }

    public DataException()
    {
    }

    /// <summary>The file system refused, as a full one does: what is wrong may pass.</summary>
    public bool IsDiskFault { get; init; }

    /// <summary>Quoted input may hold line ends and control characters, or be endless; a message does not.</summary>
    internal static string OneLine(string message)
    {
        const int Longest = 1000;
        if (message.Length > Longest) message = $"{message[..Longest]}...";
        return message.Any(IsBreaking) ? string.Concat(message.Select(c => IsBreaking(c) ? ' ' : c)) : message;
    }

    private static bool IsBreaking(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
