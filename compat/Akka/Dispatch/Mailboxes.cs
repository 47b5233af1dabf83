using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.MessageQueues;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>Makes the queue of a mailbox; a subclass with a constructor (Settings, Config) may be named as <c>mailbox-type</c>.</summary>
public abstract class MailboxType(Settings settings, Config config)
{
    protected readonly Settings Settings = settings;
    protected readonly Config Config = config;

    public abstract IMessageQueue Create(IActorRef owner, ActorSystem system);
}

public sealed class UnboundedMailbox : MailboxType, IProducesMessageQueue<UnboundedMessageQueue>
{
    public UnboundedMailbox()
        : this(null, null)
    {
    }

    public UnboundedMailbox(Settings settings, Config config)
        : base(settings, config)
    {
    }

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new UnboundedMessageQueue();
}

public sealed class UnboundedDequeBasedMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<UnboundedDequeMessageQueue>
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new UnboundedDequeMessageQueue();
}

/// <summary>Chooses mailboxes: what the props say, else what the actor class requires, else the default.</summary>
public class Mailboxes
{
    public static readonly string DefaultMailboxId = "akka.actor.default-mailbox";

    private const string Requirements = "akka.actor.mailbox.requirements";

    private readonly ConcurrentDictionary<string, MailboxType> _types = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, string> _required = new();
    private readonly Settings _settings;

    public Mailboxes(ActorSystem system) => _settings = system.Settings;

    public MailboxType GetMailboxType(Props props, Config dispatcherConfig)
    {
        if (props.Mailbox is { } named && named != Deploy.NoMailboxGiven) return Lookup(named);
        return Lookup(_required.GetOrAdd(props.Type, IdFor));
    }

    /// <exception cref="ConfigurationException">There is no such section, or its class is unknown.</exception>
    public MailboxType Lookup(string id) => _types.GetOrAdd(id, Make);

    /// <summary>The queue that the class requires, or null.</summary>
    public Type GetRequiredType(Type actorType) => actorType.GetInterfaces()
        .Where(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequiresMessageQueue<>))
        .Select(static i => i.GetGenericArguments()[0])
        .FirstOrDefault();

    public bool HasRequiredType(Type actorType) => GetRequiredType(actorType) is not null;

    private string IdFor(Type actorType)
    {
        if (GetRequiredType(actorType) is not { } required) return DefaultMailboxId;
        return _settings.Config.GetConfig(Requirements)?.GetString($"\"{required.FullName}\"")
            ?? throw new ConfigurationException($"{Requirements} has no mailbox for [{required.FullName}], which {actorType} requires.");
    }

    private MailboxType Make(string id)
    {
        if (id == "unbounded") return new UnboundedMailbox(_settings, _settings.Config);
        var section = _settings.Config.GetConfig(id) ?? throw new ConfigurationException($"Mailbox Type [{id}] not configured");
        var type = section.GetString("mailbox-type") ?? throw new ConfigurationException($"{id}.mailbox-type is missing.");
        return TypeLoading.Create<MailboxType>(type, $"{id}.mailbox-type", [[_settings, section]]);
    }
}
