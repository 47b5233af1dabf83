using System.Reflection;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor;

/// <summary>The configuration of a system over the reference defaults, with its often used values read once.</summary>
public class Settings
{
    private const string Reference = "Akka.Configuration.akka.conf";

    private readonly Config _userConfig;
    private Config _fallbackConfig;

    public Settings(ActorSystem system, Config config)
        : this(system, config, ActorSystemSetup.Empty)
    {
    }

    /// <exception cref="ConfigurationException">A value is wrong; the message names the key.</exception>
    public Settings(ActorSystem system, Config config, ActorSystemSetup setup)
    {
        System = system;
        Setup = setup;
        _userConfig = config;
        _fallbackConfig = ReferenceConfig();
        Rebuild();

        var bootstrap = setup.Get<BootstrapSetup>();
        var provider = bootstrap.HasValue ? bootstrap.Value.ActorRefProvider : Option<ProviderSelection>.None;
        ProviderSelectionType = provider.HasValue ? provider.Value : ProviderSelection.GetProvider(Config.GetString("akka.actor.provider"));
        ProviderClass = ProviderSelectionType.Fqn;
        HasCluster = ProviderSelectionType.HasCluster;
        SupervisorStrategyClass = Config.GetString("akka.actor.guardian-supervisor-strategy");
        AskTimeout = Config.GetTimeSpan("akka.actor.ask-timeout");
        CreationTimeout = Config.GetTimeSpan("akka.actor.creation-timeout");
        SerializeAllMessages = Config.GetBoolean("akka.actor.serialize-messages");
        LogLevel = Level("akka.loglevel");
        StdoutLogLevel = Level("akka.stdout-loglevel");
        Loggers = Config.GetStringList("akka.loggers");
        LoggersDispatcher = Config.GetString("akka.loggers-dispatcher");
        LoggerStartTimeout = Config.GetTimeSpan("akka.logger-startup-timeout");
        LogFormatter = Formatter(Config.GetString("akka.logger-formatter"));
        LogConfigOnStart = Config.GetBoolean("akka.log-config-on-start");
        LogDeadLetters = DeadLetterLimit(Config.GetString("akka.log-dead-letters"));
        LogDeadLettersDuringShutdown = Config.GetBoolean("akka.log-dead-letters-during-shutdown");
        LogDeadLettersSuspendDuration = Config.GetString("akka.log-dead-letters-suspend-duration") == "infinite"
            ? Timeout.InfiniteTimeSpan
            : Config.GetTimeSpan("akka.log-dead-letters-suspend-duration");
        DebugLifecycle = Config.GetBoolean("akka.actor.debug.lifecycle");
        DebugEventStream = Config.GetBoolean("akka.actor.debug.event-stream");
        DebugUnhandledMessage = Config.GetBoolean("akka.actor.debug.unhandled");
        SchedulerClass = Config.GetString("akka.scheduler.implementation");
        SchedulerShutdownTimeout = Config.GetTimeSpan("akka.scheduler.shutdown-timeout");
        CoordinatedShutdownTerminateActorSystem = Config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system");
        CoordinatedShutdownRunByActorSystemTerminate = Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate");
        if (CoordinatedShutdownRunByActorSystemTerminate && !CoordinatedShutdownTerminateActorSystem)
        {
            throw new ConfigurationException(
                "akka.coordinated-shutdown.run-by-actor-system-terminate=on and akka.coordinated-shutdown.terminate-actor-system=off is not a supported configuration combination.");
        }
    }

    public ActorSystem System { get; }

    public ActorSystemSetup Setup { get; }

    public Config Config { get; private set; }

    public ProviderSelection ProviderSelectionType { get; }

    public string ProviderClass { get; }

    public bool HasCluster { get; }

    public string SupervisorStrategyClass { get; }

    public TimeSpan AskTimeout { get; }

    public TimeSpan CreationTimeout { get; }

    public bool SerializeAllMessages { get; }

    public string LogLevel { get; }

    public string StdoutLogLevel { get; }

    public IList<string> Loggers { get; }

    public string LoggersDispatcher { get; }

    public TimeSpan LoggerStartTimeout { get; }

    public ILogMessageFormatter LogFormatter { get; }

    public MinimalLogger StdoutLogger { get; } = new StandardOutLogger();

    public bool LogConfigOnStart { get; }

    /// <summary>How many dead letters are logged before the silence; 0 = none, <see cref="int.MaxValue"/> = all.</summary>
    public int LogDeadLetters { get; }

    public bool LogDeadLettersDuringShutdown { get; }

    public TimeSpan LogDeadLettersSuspendDuration { get; }

    public bool DebugLifecycle { get; }

    public bool DebugEventStream { get; }

    public bool DebugUnhandledMessage { get; }

    public string SchedulerClass { get; }

    public TimeSpan SchedulerShutdownTimeout { get; }

    public bool CoordinatedShutdownTerminateActorSystem { get; }

    public bool CoordinatedShutdownRunByActorSystemTerminate { get; }

    /// <summary>Puts an extension's defaults below everything else; values already read do not change.</summary>
    public void InjectTopLevelFallback(Config config)
    {
        _fallbackConfig = config.SafeWithFallback(_fallbackConfig);
        Rebuild();
    }

    public override string ToString() => Config.ToString();

    internal static Config ReferenceConfig()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Reference);
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }

    private void Rebuild() => Config = _userConfig.SafeWithFallback(_fallbackConfig);

    private string Level(string key)
    {
        var level = Config.GetString(key);
        try
        {
            Logging.LogLevelFor(level);
            return level;
        }
        catch (ArgumentException wrong)
        {
            throw new ConfigurationException($"{key}: {wrong.Message}", wrong);
        }
    }

    private static ILogMessageFormatter Formatter(string name)
    {
        var type = TypeLoading.Load(name, "akka.logger-formatter");
        return type == typeof(DefaultLogMessageFormatter)
            ? DefaultLogMessageFormatter.Instance
            : TypeLoading.Create<ILogMessageFormatter>(name, "akka.logger-formatter");
    }

    private static int DeadLetterLimit(string value) => value?.ToLowerInvariant() switch
    {
        "on" or "true" => int.MaxValue,
        "off" or "false" => 0,
        _ => int.TryParse(value, out var limit) && limit >= 0
            ? limit
            : throw new ConfigurationException($"akka.log-dead-letters must be on, off or a number, not [{value}]."),
    };
}
