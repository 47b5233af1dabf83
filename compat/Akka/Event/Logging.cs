using Akka.Actor;

namespace Akka.Event;

/// <summary>Makes logs, and names levels.</summary>
public static class Logging
{
    internal const LogLevel OffLogLevel = (LogLevel)int.MaxValue;

    /// <summary>The log of an actor: its source is the actor's path.</summary>
    public static ILoggingAdapter GetLogger(this IActorContext context, ILogMessageFormatter logMessageFormatter = null)
    {
        var source = LogSource.Create(context, context.System);
        return Make(context.System.EventStream, source, logMessageFormatter ?? context.System.Settings.LogFormatter);
    }

    /// <param name="system">The system whose event stream takes the log.</param>
    /// <param name="logSourceObj">A name, a type, an actor, a reference, or any object (then its type is the source).</param>
    /// <param name="logMessageFormatter">Null = the system's.</param>
    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj, ILogMessageFormatter logMessageFormatter = null) =>
        Make(system.EventStream, LogSource.Create(logSourceObj, system), logMessageFormatter ?? system.Settings.LogFormatter);

    public static ILoggingAdapter GetLogger(LoggingBus loggingBus, object logSourceObj, ILogMessageFormatter logMessageFormatter = null) =>
        Make(loggingBus, LogSource.Create(logSourceObj), logMessageFormatter ?? DefaultLogMessageFormatter.Instance);

    /// <exception cref="ArgumentException">Not one of OFF, ERROR, WARNING, INFO, DEBUG.</exception>
    public static LogLevel LogLevelFor(string logLevel) => logLevel?.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.DebugLevel,
        "INFO" => LogLevel.InfoLevel,
        "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        "OFF" => OffLogLevel,
        _ => throw new ArgumentException($"Unknown LogLevel: \"{logLevel}\". Valid values are: \"DEBUG\", \"INFO\", \"WARNING\", \"ERROR\", \"OFF\"", nameof(logLevel)),
    };

    public static Type ClassFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => typeof(Debug),
        LogLevel.InfoLevel => typeof(Info),
        LogLevel.WarningLevel => typeof(Warning),
        LogLevel.ErrorLevel => typeof(Error),
        _ => throw new ArgumentException($"Unknown LogLevel: {logLevel}", nameof(logLevel)),
    };

    public static string StringFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => "DEBUG",
        LogLevel.InfoLevel => "INFO",
        LogLevel.WarningLevel => "WARNING",
        LogLevel.ErrorLevel => "ERROR",
        OffLogLevel => "OFF",
        _ => throw new ArgumentException($"Unknown LogLevel: {logLevel}", nameof(logLevel)),
    };

    private static BusLogging Make(LoggingBus bus, LogSource source, ILogMessageFormatter formatter) => new(bus, source.Source, source.Type, formatter);
}

/// <summary>Who writes a log: a text and a type.</summary>
public readonly struct LogSource
{
    private LogSource(string source, Type type)
    {
        Source = source;
        Type = type;
    }

    public string Source { get; }

    public Type Type { get; }

    public static LogSource Create(object o) => o switch
    {
        IActorContext context => new LogSource(context.Self.Path.ToString(), SourceType(o)),
        IActorRef actorRef => new LogSource(actorRef.Path.ToString(), SourceType(o)),
        string name => new LogSource(name, typeof(DummyClassForStringSources)),
        Type type => new LogSource(type.Name, type),
        ActorSystem system => new LogSource($"ActorSystem({system.Name})", SourceType(o)),
        null => throw new ArgumentNullException(nameof(o), "Log source can not be null"),
        _ => new LogSource(o.GetType().Name, o.GetType()),
    };

    /// <summary>Names and types get the name of the system behind them; actors say it in their path.</summary>
    public static LogSource Create(object o, ActorSystem system) => o switch
    {
        string or System.Type => new LogSource($"{Create(o).Source}(akka://{system.Name})", SourceType(o)),
        _ => Create(o),
    };

    public static LogSource Create(string source, Type t) => new(source, t);

    public static Type SourceType(object o) => o switch
    {
        Type type => type,
        IActorContext context => context.Props.Type,
        string => typeof(DummyClassForStringSources),
        _ => o.GetType(),
    };
}

/// <summary>Stands as log class where the source is only a name.</summary>
public class DummyClassForStringSources
{
}
