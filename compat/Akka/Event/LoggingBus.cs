using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Event;

/// <summary>Subscriptions by class, and the loggers among the subscribers.</summary>
public class LoggingBus
{
    private static readonly LogLevel[] Levels = [LogLevel.DebugLevel, LogLevel.InfoLevel, LogLevel.WarningLevel, LogLevel.ErrorLevel];

    private readonly Lock _gate = new();
    private readonly List<IActorRef> _loggers = [];
    private volatile Subscriptions _subscriptions = new(ImmutableDictionary<Type, ImmutableHashSet<IActorRef>>.Empty);
    private volatile int _logLevel = (int)LogLevel.DebugLevel;
    private int _loggerNumber;

    public LogLevel LogLevel => (LogLevel)_logLevel;

    public virtual bool Subscribe(IActorRef subscriber, Type classifier)
    {
        lock (_gate)
        {
            var present = _subscriptions.ByClass.GetValueOrDefault(classifier, ImmutableHashSet<IActorRef>.Empty);
            var extended = present.Add(subscriber);
            if (extended == present) return false;
            _subscriptions = new Subscriptions(_subscriptions.ByClass.SetItem(classifier, extended));
            return true;
        }
    }

    public virtual bool Unsubscribe(IActorRef subscriber, Type classifier)
    {
        lock (_gate)
        {
            if (!_subscriptions.ByClass.TryGetValue(classifier, out var present) || !present.Contains(subscriber)) return false;
            _subscriptions = new Subscriptions(_subscriptions.ByClass.SetItem(classifier, present.Remove(subscriber)));
            return true;
        }
    }

    public virtual bool Unsubscribe(IActorRef subscriber)
    {
        lock (_gate)
        {
            var found = _subscriptions.ByClass.Where(entry => entry.Value.Contains(subscriber)).ToArray();
            if (found.Length == 0) return false;
            _subscriptions = new Subscriptions(_subscriptions.ByClass.SetItems(found.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Remove(subscriber)))));
            return true;
        }
    }

    public virtual void Publish(object @event)
    {
        foreach (var receiver in _subscriptions.ReceiversOf(@event.GetType())) receiver.Tell(@event, ActorRefs.NoSender);
    }

    public void SetLogLevel(LogLevel logLevel)
    {
        lock (_gate)
        {
            _logLevel = (int)logLevel;
            foreach (var logger in _loggers) SubscribeLevels(logger, logLevel);
        }
    }

    /// <summary>The console takes the log until the loggers are there.</summary>
    public void StartStdoutLogger(Settings config) => AddStdoutLogger(config);

    /// <summary>Starts the loggers of <c>akka.loggers</c> and lets the console logger go.</summary>
    /// <exception cref="ConfigurationException">A logger's class cannot be found.</exception>
    internal void StartLoggers(ActorSystemImpl system)
    {
        var level = Logging.LogLevelFor(system.Settings.LogLevel);
        foreach (var name in system.Settings.Loggers)
        {
            var type = TypeLoading.Load(name, "akka.loggers");
            if (type == typeof(StandardOutLogger))
            {
                lock (_gate) _loggers.Add(system.Settings.StdoutLogger);
                continue;
            }

            AddLogger(system, type);
        }

        SetLogLevel(level);
        if (!_loggers.Contains(system.Settings.StdoutLogger)) Unsubscribe(system.Settings.StdoutLogger);
    }

    /// <summary>While the system ends, the console takes over again.</summary>
    internal void StopLoggers(Settings settings)
    {
        var level = Logging.LogLevelFor(settings.StdoutLogLevel);
        IActorRef[] loggers;
        lock (_gate)
        {
            if (!_loggers.Contains(settings.StdoutLogger)) SubscribeLevels(settings.StdoutLogger, level);
            loggers = [.. _loggers.Where(logger => logger != settings.StdoutLogger)];
            _loggers.RemoveAll(loggers.Contains);
        }

        foreach (var logger in loggers) Unsubscribe(logger);
    }

    private void AddStdoutLogger(Settings settings)
    {
        var level = Logging.LogLevelFor(settings.StdoutLogLevel);
        _logLevel = (int)level;
        SubscribeLevels(settings.StdoutLogger, level);
    }

    private void AddLogger(ActorSystemImpl system, Type type)
    {
        var name = $"log{Interlocked.Increment(ref _loggerNumber)}-{type.Name}";
        var logger = system.SystemActorOf(Props.Create(type).WithDispatcher(system.Settings.LoggersDispatcher), name);

        // Subscribed before it is up: its mailbox keeps the entries, so that none is lost and nobody has to wait.
        lock (_gate) _loggers.Add(logger);
        _ = AwaitStart(system, logger);
    }

    private static async Task AwaitStart(ActorSystemImpl system, IActorRef logger)
    {
        try
        {
            await logger.Ask<LoggerInitialized>(new InitializeLogger(system.EventStream), system.Settings.LoggerStartTimeout).ConfigureAwait(false);
        }
        catch (Exception failure) when (!system.IsTerminating)
        {
            system.Settings.StdoutLogger.Tell(
                new Error(failure, nameof(LoggingBus), typeof(LoggingBus), $"Logger {logger} did not respond within {system.Settings.LoggerStartTimeout} to InitializeLogger"),
                ActorRefs.NoSender);
        }
        catch (Exception)
        {
            // The system ended before its logger was up: there is nothing left to log.
            return;
        }
    }

    private void SubscribeLevels(IActorRef logger, LogLevel level)
    {
        foreach (var each in Levels)
        {
            if (each >= level) Subscribe(logger, each.ClassFor());
            else Unsubscribe(logger, each.ClassFor());
        }
    }

    /// <summary>One state of the subscriptions, with what was worked out from it: an outdated answer dies with its state.</summary>
    private sealed record Subscriptions(ImmutableDictionary<Type, ImmutableHashSet<IActorRef>> ByClass)
    {
        private readonly ConcurrentDictionary<Type, IActorRef[]> _receivers = new();

        internal IActorRef[] ReceiversOf(Type type) => _receivers.GetOrAdd(
            type,
            static (sought, byClass) => [.. byClass.Where(entry => entry.Key.IsAssignableFrom(sought)).SelectMany(static entry => entry.Value).Distinct()],
            ByClass);
    }
}
