namespace ToolZero.Cli.Hosting;

/// <summary>What the process says when it ends.</summary>
public static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The run was given up, or the program has a fault.</summary>
    public const int Failed = 1;

    /// <summary>Bad input: one line on stderr says what, where and the remedy.</summary>
    public const int BadInput = 2;

    /// <summary>An operator's command is not in force at its deadline.</summary>
    public const int Overdue = 3;

    /// <summary>Stopped by Ctrl-C, in order.</summary>
    public const int Interrupted = 130;
}
