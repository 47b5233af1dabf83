using Akka.Actor;

namespace Akka.Event;

/// <summary>Told to a logger when it is to begin; it answers <see cref="LoggerInitialized"/>.</summary>
public class InitializeLogger(LoggingBus loggingBus) : INoSerializationVerificationNeeded
{
    public LoggingBus LoggingBus { get; } = loggingBus;
}

public class LoggerInitialized : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>The logger that writes to the console.</summary>
public class DefaultLogger : ActorBase
{
    private MinimalLogger _console;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                _console = Context.System.Settings.StdoutLogger;
                Sender.Tell(new LoggerInitialized(), Self);
                return true;
            case LogEvent logEvent:
                Print(logEvent);
                return true;
            default:
                return false;
        }
    }

    protected virtual void Print(LogEvent logEvent) => (_console ??= Context.System.Settings.StdoutLogger).Tell(logEvent, ActorRefs.NoSender);
}

/// <summary>A logger that is no actor, hence there before and after all actors.</summary>
public abstract class MinimalLogger : MinimalActorRef
{
    public sealed override ActorPath Path { get; } = new RootActorPath(Address.AllSystems, "/StandardOutLogger");

    public sealed override IActorRefProvider Provider => throw new NotSupportedException("This logger does not provide.");

    protected sealed override void TellInternal(object message, IActorRef sender) => Log(message ?? throw new ArgumentNullException(nameof(message)));

    protected abstract void Log(object message);
}

/// <summary>Writes each entry as a line, in the colour of its level where the console has colours.</summary>
public class StandardOutLogger : MinimalLogger
{
    private static readonly Lock Gate = new();

    public static ConsoleColor DebugColor { get; set; } = ConsoleColor.Gray;

    public static ConsoleColor InfoColor { get; set; } = ConsoleColor.White;

    public static ConsoleColor WarningColor { get; set; } = ConsoleColor.Yellow;

    public static ConsoleColor ErrorColor { get; set; } = ConsoleColor.Red;

    public static bool UseColors { get; set; } = true;

    protected override void Log(object message)
    {
        var coloured = UseColors && !Console.IsOutputRedirected;
        lock (Gate)
        {
            if (!coloured || message is not LogEvent logEvent)
            {
                Console.WriteLine(message);
                return;
            }

            Console.ForegroundColor = logEvent.LogLevel() switch
            {
                LogLevel.DebugLevel => DebugColor,
                LogLevel.InfoLevel => InfoColor,
                LogLevel.WarningLevel => WarningColor,
                _ => ErrorColor,
            };
            Console.WriteLine(message);
            Console.ResetColor();
        }
    }
}
