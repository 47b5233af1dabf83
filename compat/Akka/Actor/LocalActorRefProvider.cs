using System.Collections.Concurrent;
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>References of this process. Other providers hold one of these for their own part of the tree.</summary>
public sealed class LocalActorRefProvider : IActorRefProvider
{
    private readonly ConcurrentDictionary<string, IInternalActorRef> _extraNames = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<Done> _termination = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActorPath _tempNode;
    private VirtualPathContainer _temp;
    private RootGuardianActorRef _root;
    private long _tempNumber = -1;

    public LocalActorRefProvider(string systemName, Settings settings, EventStream eventStream)
        : this(systemName, settings, eventStream, null, null)
    {
    }

    /// <param name="systemName">Name of the system.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="eventStream">Its event stream.</param>
    /// <param name="deployer">Null = the deployments of the configuration.</param>
    /// <param name="deadLettersFactory">Null = dead letters of this process.</param>
    public LocalActorRefProvider(
        string systemName, Settings settings, EventStream eventStream, Deployer deployer, Func<ActorPath, IInternalActorRef> deadLettersFactory)
    {
        Settings = settings;
        EventStream = eventStream;
        Deployer = deployer ?? new Deployer(settings);
        RootPath = new RootActorPath(new Address("akka", systemName));
        Log = Logging.GetLogger(eventStream, "LocalActorRefProvider(" + RootPath.Address + ")");
        DeadLetters = deadLettersFactory?.Invoke(RootPath / "deadLetters") ?? new DeadLetterActorRef(this, RootPath / "deadLetters", eventStream);
        IgnoreRef = new IgnoreActorRef(this, RootPath.Address);
        _tempNode = RootPath / "temp";
    }

    public IActorRef DeadLetters { get; }

    public IActorRef IgnoreRef { get; }

    public Deployer Deployer { get; }

    public EventStream EventStream { get; }

    public ILoggingAdapter Log { get; }

    public Settings Settings { get; }

    public ActorPath RootPath { get; }

    public Address DefaultAddress => RootPath.Address;

    public IInternalActorRef RootGuardian => _root;

    public LocalActorRef Guardian { get; private set; }

    public LocalActorRef SystemGuardian { get; private set; }

    public IInternalActorRef TempContainer => _temp;

    public Task TerminationTask => _termination.Task;

    public IActorRef RootGuardianAt(Address address) => address == RootPath.Address ? RootGuardian : DeadLetters;

    /// <summary>A place below "/" that is no actor.</summary>
    public void RegisterExtraName(string name, IInternalActorRef actor) => _extraNames[name] = actor;

    public void Init(ActorSystemImpl system)
    {
        var bubble = new RootGuardianSupervisor(RootPath / "_Root-guardian-supervisor", this, _termination);
        var dispatcher = system.Dispatchers.Lookup(Dispatchers.InternalDispatcherId);
        var userStrategy = SupervisorStrategyConfigurator.CreateConfigurator(Settings.SupervisorStrategyClass).Create();
        var rootProps = Props.Create<GuardianActor>(SupervisorStrategy.StoppingStrategy);
        _root = new RootGuardianActorRef(
            system, rootProps, dispatcher, system.Mailboxes.GetMailboxType(rootProps, null), bubble, RootPath, (IInternalActorRef)DeadLetters, _extraNames);
        _temp = new VirtualPathContainer(this, _tempNode, _root);
        _root.SetTempContainer(_temp);

        Guardian = MakeGuardian(system, "user", Props.Create<GuardianActor>(userStrategy), system.Dispatchers.DefaultGlobalDispatcher);
        var systemProps = Props.Create(() => new SystemGuardianActor(Guardian)).WithSupervisorStrategy(SupervisorStrategy.DefaultStrategy);
        SystemGuardian = MakeGuardian(system, "system", systemProps, dispatcher);

        // The end runs upwards: /user, then /system, then "/".
        SystemGuardian.SendSystemMessage(new Watch(Guardian, SystemGuardian));
        _root.SendSystemMessage(new Watch(SystemGuardian, _root));
        _root.Start();
        SystemGuardian.Start();
        Guardian.Start();
    }

    public ActorPath TempPath() => _tempNode / ActorCell.Base64(Interlocked.Increment(ref _tempNumber));

    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path)
    {
        if (!path.Parent.Equals(_tempNode)) throw new InvalidOperationException("Cannot RegisterTempActor() with anything not obtained from tempPath()");
        _temp.Add(path.Name, actorRef);
    }

    public void UnregisterTempActor(ActorPath path)
    {
        if (!path.Parent.Equals(_tempNode)) throw new InvalidOperationException("Cannot UnregisterTempActor() with anything not obtained from tempPath()");
        _temp.Remove(path.Name);
    }

    public FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs) => new(tcs, TempPath(), this);

    public IInternalActorRef ActorOf(
        ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path, bool systemService, Deploy deploy, bool lookupDeploy, bool async)
    {
        // What the configuration says about a path wins over what the code says.
        if ((lookupDeploy ? Deployer.Lookup(path) : deploy) is { } given) props = props.WithDeploy(given);
        var dispatcherId = systemService && props.Deploy.Dispatcher == Deploy.NoDispatcherGiven ? Dispatchers.InternalDispatcherId : props.Dispatcher;
        var dispatcher = system.Dispatchers.Lookup(dispatcherId);
        return new LocalActorRef(system, props, dispatcher, system.Mailboxes.GetMailboxType(props, dispatcher.Configurator.Config), supervisor, path);
    }

    public IActorRef ResolveActorRef(string path) =>
        ActorPath.TryParse(path, out var parsed) && parsed.Address == RootPath.Address ? ResolveActorRef(parsed) : DeadLetters;

    public IActorRef ResolveActorRef(ActorPath path)
    {
        if (path.Root != RootPath) return DeadLetters;
        if (path.Elements.Count == 0) return _root;
        var found = _root.GetChild(path.Elements);
        var right = !found.IsNobody() && (path.Uid == 0 || path.Uid == found.Path.Uid);
        return right ? found : new EmptyLocalActorRef(this, path, EventStream);
    }

    public Address GetExternalAddressFor(Address address) => address == RootPath.Address ? address : null;

    private LocalActorRef MakeGuardian(ActorSystemImpl system, string name, Props props, MessageDispatcher dispatcher)
    {
        var guardian = new LocalActorRef(system, props, dispatcher, system.Mailboxes.GetMailboxType(props, null), _root, RootPath / name);
        _root.Cell.Adopt(name, guardian);
        return guardian;
    }
}
