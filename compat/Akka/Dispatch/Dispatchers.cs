using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Dispatch;

public interface IDispatcherPrerequisites
{
    EventStream EventStream { get; }

    IScheduler Scheduler { get; }

    Settings Settings { get; }

    Mailboxes Mailboxes { get; }
}

public sealed class DefaultDispatcherPrerequisites(EventStream eventStream, IScheduler scheduler, Settings settings, Mailboxes mailboxes) : IDispatcherPrerequisites
{
    public EventStream EventStream { get; } = eventStream;

    public IScheduler Scheduler { get; } = scheduler;

    public Settings Settings { get; } = settings;

    public Mailboxes Mailboxes { get; } = mailboxes;
}

/// <summary>Makes the dispatcher of one configuration section; a fully qualified subclass may be named as <c>type</c>.</summary>
public abstract class MessageDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
{
    public Config Config { get; } = config;

    public IDispatcherPrerequisites Prerequisites { get; } = prerequisites;

    public abstract MessageDispatcher Dispatcher();

    internal static long? DeadlineTicks(Config config) =>
        config.GetTimeSpan("throughput-deadline-time", TimeSpan.Zero).Ticks is > 0 and var ticks ? ticks : null;
}

/// <summary>One dispatcher, shared by all that name it.</summary>
public sealed class DispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly Lazy<MessageDispatcher> _dispatcher;

    public DispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) => _dispatcher = new Lazy<MessageDispatcher>(() => new Dispatcher(
            this,
            Config.GetString("id"),
            Config.GetInt("throughput", MessageDispatcher.DefaultThroughput),
            DeadlineTicks(Config),
            ExecutorFactory(),
            Config.GetTimeSpan("shutdown-timeout")));

    public override MessageDispatcher Dispatcher() => _dispatcher.Value;

    private ExecutorServiceFactory ExecutorFactory() => (Config.GetString("type"), Config.GetString("executor", "default-executor")) switch
    {
        ("ForkJoinDispatcher", _) or (_, "fork-join-executor") => DedicatedThreadsExecutorFactory.From(Config),
        (_, "default-executor" or "thread-pool-executor" or "task-executor" or "channel-executor") => new ThreadPoolExecutorFactory(),
        (_, var unknown) => throw new ConfigurationException($"{Config.GetString("id")}.executor: there is no executor [{unknown}]."),
    };
}

/// <summary>A new dispatcher with a new thread for every actor.</summary>
internal sealed class PinnedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : MessageDispatcherConfigurator(config, prerequisites)
{
    public override MessageDispatcher Dispatcher() => new PinnedDispatcher(
        this,
        Config.GetString("id"),
        Config.GetInt("throughput", MessageDispatcher.DefaultThroughput),
        DeadlineTicks(Config),
        new DedicatedThreadsExecutorFactory(1, Config.GetString("threadtype", "background") != "foreground"),
        Config.GetTimeSpan("shutdown-timeout"));
}

/// <summary>Finds dispatchers by the path of their configuration.</summary>
public sealed class Dispatchers
{
    public const string DefaultDispatcherId = "akka.actor.default-dispatcher";
    public const string DefaultBlockingDispatcherId = "akka.actor.default-blocking-io-dispatcher";
    internal const string InternalDispatcherId = "akka.actor.internal-dispatcher";
    private const int MaxAliases = 20;

    private readonly ConcurrentDictionary<string, MessageDispatcherConfigurator> _configurators = new(StringComparer.Ordinal);
    private readonly Config _config;

    public Dispatchers(ActorSystem system, IDispatcherPrerequisites prerequisites, ILoggingAdapter logger)
    {
        Prerequisites = prerequisites;
        _config = system.Settings.Config;
        DefaultGlobalDispatcher = Lookup(DefaultDispatcherId);
    }

    public IDispatcherPrerequisites Prerequisites { get; }

    public MessageDispatcher DefaultGlobalDispatcher { get; }

    public Config DefaultDispatcherConfig => GetConfig(_config, DefaultDispatcherId);

    /// <exception cref="ConfigurationException">There is no such section, or its type is unknown.</exception>
    public MessageDispatcher Lookup(string dispatcherName) => Configurator(dispatcherName, 0).Dispatcher();

    public bool HasDispatcher(string id) => _configurators.ContainsKey(id) || _config.HasPath(id);

    /// <summary>False when the id is taken.</summary>
    public bool RegisterConfigurator(string id, MessageDispatcherConfigurator configurator) => _configurators.TryAdd(id, configurator);

    internal static Config GetConfig(Config config, string id)
    {
        var section = config.GetConfig(id).WithFallback(ConfigurationFactory.ParseString($"id = \"{id}\""));
        return id == DefaultDispatcherId ? section : section.WithFallback(config.GetConfig(DefaultDispatcherId));
    }

    internal void Shutdown()
    {
        foreach (var configurator in _configurators.Values.OfType<DispatcherConfigurator>()) configurator.Dispatcher().ShutdownNow();
    }

    private MessageDispatcherConfigurator Configurator(string id, int depth)
    {
        if (_configurators.TryGetValue(id, out var known)) return known;
        if (!_config.HasPath(id)) throw new ConfigurationException($"Dispatcher {id} not configured.");
        if (depth > MaxAliases) throw new ConfigurationException($"Dispatcher {id}: more than {MaxAliases} aliases in a row.");

        var value = _config.GetValue(id);
        var made = value.IsString() ? Configurator(value.GetString(), depth + 1) : Make(GetConfig(_config, id), id);
        return _configurators.GetOrAdd(id, made);
    }

    private MessageDispatcherConfigurator Make(Config section, string id) => section.GetString("type") switch
    {
        "Dispatcher" or "TaskDispatcher" or "ForkJoinDispatcher" or "ChannelDispatcher" => new DispatcherConfigurator(section, Prerequisites),
        "PinnedDispatcher" => new PinnedDispatcherConfigurator(section, Prerequisites),
        null => throw new ConfigurationException($"{id}.type is missing."),
        var type => TypeLoading.Create<MessageDispatcherConfigurator>(type, $"{id}.type", [[section, Prerequisites]]),
    };
}
