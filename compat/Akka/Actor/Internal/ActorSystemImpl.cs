using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor.Internal;

/// <summary>The one implementation of a system.</summary>
public partial class ActorSystemImpl : ExtendedActorSystem
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();
    private readonly ConcurrentStack<Action> _onTermination = new();
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<Serialization.Serialization> _serialization;
    private int _terminating;

    public ActorSystemImpl(string name)
        : this(name, Config.Empty, ActorSystemSetup.Empty)
    {
    }

    /// <exception cref="ArgumentException">The name has other characters than letters, digits, '-' and '_'.</exception>
    /// <exception cref="ConfigurationException">A value of the configuration is wrong.</exception>
    public ActorSystemImpl(string name, Config config, ActorSystemSetup setup)
    {
        if (!ValidName().IsMatch(name ?? string.Empty))
        {
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus non-leading '-' or '_')", nameof(name));
        }

        Name = name;
        Settings = new Settings(this, config ?? Config.Empty, setup);
        EventStream = new EventStream(Settings.DebugEventStream);
        EventStream.StartStdoutLogger(Settings);
        Log = new BusLogging(EventStream, $"ActorSystem({name})", GetType(), Settings.LogFormatter);
        _serialization = new Lazy<Serialization.Serialization>(() => new Serialization.Serialization(this));
        Scheduler = TypeLoading.Create<IScheduler>(Settings.SchedulerClass, "akka.scheduler.implementation", [[Settings.Config, Log]]);
        Provider = TypeLoading.Create<IActorRefProvider>(Settings.ProviderClass, "akka.actor.provider", [[Name, Settings, EventStream]]);
        Mailboxes = new Mailboxes(this);
        Dispatchers = new Dispatchers(this, new DefaultDispatcherPrerequisites(EventStream, Scheduler, Settings, Mailboxes), Log);
    }

    public override string Name { get; }

    public override Settings Settings { get; }

    public override EventStream EventStream { get; }

    public override ILoggingAdapter Log { get; }

    public override IScheduler Scheduler { get; }

    public override IActorRefProvider Provider { get; }

    public override Mailboxes Mailboxes { get; }

    public override Dispatchers Dispatchers { get; }

    public override Serialization.Serialization Serialization => _serialization.Value;

    public override IActorRef DeadLetters => Provider.DeadLetters;

    public override IActorRef IgnoreRef => Provider.IgnoreRef;

    public override IInternalActorRef Guardian => Provider.Guardian;

    public override IInternalActorRef SystemGuardian => Provider.SystemGuardian;

    public override IInternalActorRef LookupRoot => Provider.RootGuardian;

    public override Task WhenTerminated => _terminated.Task;

    internal IMessageQueue DeadLetterQueue { get; private set; }

    internal bool IsTerminating => Volatile.Read(ref _terminating) != 0;

    /// <summary>Brings the guardians, the loggers and the configured extensions up. On an error the system is taken down again.</summary>
    public void Start()
    {
        try
        {
            Provider.Init(this);
            DeadLetterQueue = new DeadLetterQueue(Provider.DeadLetters);
            _ = EndWithTheRoot();
            EventStream.StartUnsubscriber(this);
            EventStream.StartLoggers(this);
            if (Settings.LogDeadLetters > 0) DeadLetterListener.Subscribe(EventStream, SystemActorOf<DeadLetterListener>("deadLetterListener"));
            LoadExtensions();
            CoordinatedShutdown.Get(this);
            if (Settings.LogConfigOnStart) Log.Info(Settings.ToString());
        }
        catch
        {
            Abort();
            throw;
        }
    }

    public override IActorRef ActorOf(Props props, string name = null) => Provider.Guardian.Cell.AttachChild(props, isSystemService: false, name);

    public override IActorRef SystemActorOf(Props props, string name = null) => Provider.SystemGuardian.Cell.AttachChild(props, isSystemService: true, name);

    public override IActorRef SystemActorOf<TActor>(string name = null) => SystemActorOf(Props.Create<TActor>(), name);

    public override ActorSelection ActorSelection(ActorPath actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this);

    public override ActorSelection ActorSelection(string actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this, Provider.RootGuardian);

    public override void Stop(IActorRef actor)
    {
        // Through the guardian's own cell, so that it knows the child to be on its way out.
        if (actor.Path.Parent.Equals(Provider.Guardian.Path)) Provider.Guardian.Tell(new Dispatch.SysMsg.StopChild(actor), ActorRefs.NoSender);
        else if (actor.Path.Parent.Equals(Provider.SystemGuardian.Path)) Provider.SystemGuardian.Tell(new Dispatch.SysMsg.StopChild(actor), ActorRefs.NoSender);
        else ((IInternalActorRef)actor).Stop();
    }

    public override void RegisterOnTermination(Action code) => _onTermination.Push(code);

    public override Task Terminate()
    {
        if (Settings.CoordinatedShutdownRunByActorSystemTerminate) CoordinatedShutdown.Get(this).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        else Abort();
        return WhenTerminated;
    }

    public override void Abort()
    {
        if (Interlocked.Exchange(ref _terminating, 1) == 0 && !Settings.LogDeadLettersDuringShutdown && TryFindListener(out var listener)) Stop(listener);
        if (Provider.Guardian is { } guardian) guardian.Stop();
        else (Scheduler as IDisposable)?.Dispose();
    }

    public override object RegisterExtension(IExtensionId extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        return _extensions.GetOrAdd(extension.ExtensionType, _ => new Lazy<object>(() => extension.CreateExtension(this))).Value;
    }

    public override object GetExtension(IExtensionId extensionId) => TryGetExtension(extensionId.ExtensionType, out var extension) ? extension : null;

    public override T GetExtension<T>() => TryGetExtension<T>(out var extension) ? extension : null;

    public override bool HasExtension(Type type) => typeof(IExtension).IsAssignableFrom(type) && _extensions.ContainsKey(type);

    public override bool HasExtension<T>() => _extensions.ContainsKey(typeof(T));

    public override bool TryGetExtension(Type extensionType, out object extension)
    {
        extension = _extensions.TryGetValue(extensionType, out var made) ? made.Value : null;
        return extension is not null;
    }

    public override bool TryGetExtension<T>(out T extension)
    {
        var found = TryGetExtension(typeof(T), out var untyped);
        extension = (T)untyped;
        return found;
    }

    public override string ToString() => $"akka://{Name}";

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9_-]*$")]
    private static partial Regex ValidName();

    private bool TryFindListener(out IActorRef listener)
    {
        listener = Provider.SystemGuardian?.GetSingleChild("deadLetterListener");
        return listener is not null && !listener.IsNobody();
    }

    private void LoadExtensions()
    {
        foreach (var name in Settings.Config.GetStringList("akka.extensions", []))
            RegisterExtension(TypeLoading.Create<IExtensionId>(name, "akka.extensions"));
    }

    private async Task EndWithTheRoot()
    {
        await Provider.TerminationTask.ConfigureAwait(false);
        Volatile.Write(ref _terminating, 1);
        while (_onTermination.TryPop(out var callback))
        {
            try
            {
                callback();
            }
            catch (Exception failure)
            {
                Log.Error(failure, "Failed to run termination callback, due to [{0}]", failure.Message);
            }
        }

        (Scheduler as IDisposable)?.Dispose();
        Dispatchers.Shutdown();
        _terminated.TrySetResult();
    }
}
