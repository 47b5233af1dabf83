namespace ToolZero.Actors.Hosting;

/// <summary>How a log is written.</summary>
public enum LogFormat
{
    /// <summary>One line of text each, and the trace of an error below it.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}

/// <summary>Where the log of an actor system goes.</summary>
/// <param name="File">A file that is appended to, or <see cref="Output"/>, or <see cref="Error"/>.</param>
public sealed record LogTarget(string File)
{
    /// <summary>Standard error, in place of a file.</summary>
    public const string Error = "";

    /// <summary>Standard output, in place of a file.</summary>
    public const string Output = "-";

    public LogFormat Format { get; init; }

    /// <summary>Name of the node; "" in an embedded run.</summary>
    public string Node { get; init; } = "";

    /// <summary>Name of the run; "" while it is not known: <see cref="RunNamed"/> tells it.</summary>
    public string Run { get; init; } = "";
}
