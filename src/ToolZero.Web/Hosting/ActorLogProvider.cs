using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace ToolZero.Web.Hosting;

/// <summary>Writes what the web server has to say into the log of the node's actors: there is one log per node.</summary>
/// <param name="system">The node's.</param>
internal sealed class ActorLogProvider(ActorSystem system) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new ActorLogger(system.Log, categoryName);

    public void Dispose()
    {
    }

    private sealed class ActorLogger(ILoggingAdapter log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            log.Log(logLevel == LogLevel.Warning ? Akka.Event.LogLevel.WarningLevel : Akka.Event.LogLevel.ErrorLevel, exception, "{0}: {1}", category, formatter(state, exception));
        }
    }
}
