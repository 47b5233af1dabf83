using System.Globalization;

namespace Akka.Event;

/// <summary>Puts the arguments of a log entry into its template (<c>akka.logger-formatter</c>).</summary>
public interface ILogMessageFormatter
{
    string Format(string format, params object[] args);

    string Format(string format, IEnumerable<object> args);
}

/// <summary>Templates with {0}, {1}, as of <see cref="string.Format(string, object[])"/>.</summary>
public class DefaultLogMessageFormatter : ILogMessageFormatter
{
    public static readonly DefaultLogMessageFormatter Instance = new();

    public string Format(string format, params object[] args) => args is { Length: > 0 } ? string.Format(CultureInfo.InvariantCulture, format, args) : format;

    public string Format(string format, IEnumerable<object> args) => Format(format, args.ToArray());
}

/// <summary>A template with its arguments; text only when somebody reads it.</summary>
public abstract class LogMessage(ILogMessageFormatter formatter, string format)
{
    protected readonly ILogMessageFormatter Formatter = formatter;

    public string Format { get; } = format;

    public abstract string Unformatted();

    public abstract IEnumerable<object> Parameters();

    public override string ToString()
    {
        try
        {
            return Formatter.Format(Format, Parameters());
        }
        catch (FormatException wrong)
        {
            // A faulty template must not lose the entry.
            return $"Received a malformed formatted message. Template: [{Format}] Arguments: [{string.Join(",", Parameters())}] ({wrong.Message})";
        }
    }
}

internal sealed class LogMessageWithArguments(ILogMessageFormatter formatter, string format, object[] arguments) : LogMessage(formatter, format)
{
    public override string Unformatted() => string.Join(",", arguments);

    public override IEnumerable<object> Parameters() => arguments;
}
