using System.Diagnostics;
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Serialization;
using Debug = Akka.Event.Debug;

namespace Akka.Actor;

/// <summary>
/// What lies between a reference and the actor instance: mailbox, children, watches, behaviours, and the current incarnation. All of it belongs to the
/// thread that runs the mailbox; only sending, the table of children and what is said otherwise may be used from elsewhere.
/// </summary>
public partial class ActorCell : IUntypedActorContext
{
    [ThreadStatic]
    private static ActorCell _currentCell;

    private readonly Stack<Receive> _behaviours = new();
    private ActorBase _actor;
    private Envelope _envelope;
    private ActorTaskScheduler _taskScheduler;
    private volatile bool _terminated;

    public ActorCell(ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent, MailboxType mailboxType)
    {
        SystemImpl = system;
        Self = self;
        Props = props;
        Dispatcher = dispatcher;
        Parent = parent;
        Mailbox = new Mailbox(mailboxType.Create(self, system));
        Mailbox.SetActor(this);
        Mailbox.Bind(dispatcher);
        Mailbox.PostSystem(new Create(), schedule: false);
    }

    public ActorSystem System => SystemImpl;

    public ActorSystemImpl SystemImpl { get; }

    public IInternalActorRef Self { get; }

    IActorRef IActorContext.Self => Self;

    public IInternalActorRef Parent { get; }

    IActorRef IActorContext.Parent => Parent;

    public Props Props { get; }

    public MessageDispatcher Dispatcher { get; }

    public Mailbox Mailbox { get; }

    public IActorRef Sender => _envelope.Sender ?? SystemImpl.DeadLetters;

    public object CurrentMessage => _envelope.Message;

    public bool IsLocal => true;

    public bool IsTerminated => _terminated;

    public bool HasMessages => Mailbox.MessageQueue.HasMessages;

    public int NumberOfMessages => Mailbox.MessageQueue.Count;

    /// <summary>Counts the envelopes, so that a stash can tell one message from the next.</summary>
    public int CurrentEnvelopeId { get; private set; }

    internal static ActorCell CurrentCell
    {
        get => _currentCell;
        set => _currentCell = value;
    }

    internal ActorBase Actor => _actor;

    internal Envelope CurrentEnvelope => _envelope;

    internal ActorTaskScheduler TaskScheduler => _taskScheduler ??= new ActorTaskScheduler(this);

    private string LogSource => Self.Path.ToString();

    public static IActorRef GetCurrentSelfOrNoSender() => _currentCell?.Self ?? ActorRefs.NoSender;

    public static IActorRef GetCurrentSenderOrNoSender() => _currentCell?._envelope.Sender ?? ActorRefs.NoSender;

    /// <summary>From any thread.</summary>
    public virtual void SendMessage(IActorRef sender, object message)
    {
        if (message is null) throw new InvalidMessageException();
        if (SystemImpl.Settings.SerializeAllMessages) message = SerializationCheck.Travel(SystemImpl, message);
        Dispatcher.Dispatch(this, new Envelope(message, sender));
    }

    /// <summary>From any thread.</summary>
    public virtual void SendSystemMessage(SystemMessage message) => Dispatcher.SystemDispatch(this, message);

    public void Start() => Dispatcher.Attach(this);

    public void Stop() => SendSystemMessage(new Terminate());

    public void Invoke(Envelope envelope)
    {
        _envelope = envelope;
        CurrentEnvelopeId++;
        try
        {
            if (envelope.Message is IAutoReceivedMessage) AutoReceiveMessage(envelope);
            else if (envelope.Message is not ICellMessage own) ReceiveMessage(envelope.Message);
            else own.Handle(this);
            if (!_terminated) _envelope = default;
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause);
        }
        finally
        {
            if (_receiveTimeout is not null) NoteActivity(envelope.Message);
        }
    }

    internal void SystemInvoke(SystemMessage message)
    {
        if (MustWait(message))
        {
            _waiting.Enqueue(message);
            return;
        }

        try
        {
            switch (message)
            {
                case Create: CreateActor(); break;
                case Failed failed: HandleFailed(failed); break;
                case DeathWatchNotification death: WatchedActorTerminated(death.Actor, death.ExistenceConfirmed, death.AddressTerminated); break;
                case Watch watch: AddWatcher(watch.Watchee, watch.Watcher); break;
                case Unwatch unwatch: RemoveWatcher(unwatch.Watchee, unwatch.Watcher); break;
                case Recreate recreate: FaultRecreate(recreate.Cause); break;
                case Suspend: FaultSuspend(); break;
                case Resume resume: FaultResume(resume.CausedByFailure); break;
                case Terminate: TerminateActor(); break;
                case ActorTaskContinuation continuation: continuation.Execute(); break;
                case ActorTaskCompleted completed: TaskCompleted(completed); break;
                default: throw new NotSupportedException($"Unknown system message {message.GetType()}");
            }
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause);
        }

        while (!IsWaitingForChildren && !_terminated && _waiting.TryDequeue(out var next)) SystemInvoke(next);
    }

    /// <summary>Puts the message of an asynchronous handler back in place while a part of it runs.</summary>
    internal void UseEnvelope(Envelope envelope) => _envelope = envelope;

    internal void ReceiveMessage(object message) => _actor.Handle(_behaviours.Peek(), message);

    /// <summary>Handles a message as if it had come in the place of the current one.</summary>
    internal void ReceiveInstead(object message, IActorRef sender)
    {
        _envelope = new Envelope(message, sender);
        ReceiveMessage(message);
    }

    public void Become(Receive receive)
    {
        if (_behaviours.Count > 0) _behaviours.Pop();
        _behaviours.Push(receive);
    }

    public void BecomeStacked(Receive receive) => _behaviours.Push(receive);

    public void UnbecomeStacked()
    {
        if (_behaviours.Count > 1) _behaviours.Pop();
    }

    void IUntypedActorContext.Become(UntypedReceive receive) => Become(Wrap(receive));

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => BecomeStacked(Wrap(receive));

    public ActorSelection ActorSelection(string path) => ActorRefFactoryShared.ActorSelection(path, SystemImpl, Self);

    public ActorSelection ActorSelection(ActorPath path) => ActorRefFactoryShared.ActorSelection(path, SystemImpl);

    internal static Receive Wrap(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };

    private void AutoReceiveMessage(Envelope envelope)
    {
        switch (envelope.Message)
        {
            case Terminated terminated: ReceivedTerminated(terminated); break;
            case PoisonPill: Stop(); break;
            case Kill: throw new ActorKilledException("Kill");
            case Identify identify: Sender.Tell(new ActorIdentity(identify.MessageId, Self), Self); break;
            case ActorSelectionMessage selection: Self.Deliver(envelope.Sender, selection); break;
            default: ReceiveMessage(envelope.Message); break;
        }
    }

    private void CreateActor()
    {
        try
        {
            NewActor();
            _actor.AroundPreStart();
            if (SystemImpl.Settings.DebugLifecycle) Publish(new Debug(LogSource, _actor.GetType(), "Started (" + _actor + ")"));
        }
        catch (Exception cause)
        {
            ReleaseActor();
            throw cause as ActorInitializationException ?? new ActorInitializationException(Self, $"Exception during creation: {cause.Message}", cause);
        }
    }

    private void NewActor()
    {
        // The constructor puts the first behaviour in place, and may already become another.
        _behaviours.Clear();
        var actor = Props.NewActor() ?? throw new ActorInitializationException(Self, "Actor instance passed to ActorOf can't be 'null'");
        _actor = actor;
        if (Props.SupervisorStrategy is { } given) actor.SupervisorStrategyInternal = given;
        if (actor is IActorStash stashing) stashing.Stash = StashFactory.CreateStash(this, stashing);
        if (actor is IInitializableActor initializable) initializable.Init();
    }

    /// <summary>Lets go of the instance; the cell then waits for a new one or for its end.</summary>
    private void ReleaseActor()
    {
        _actor = null;
        _behaviours.Clear();
        _envelope = default;
    }

    private void TaskCompleted(ActorTaskCompleted completed)
    {
        Mailbox.Resume();
        if (completed.Failure is { } failure && ReferenceEquals(completed.Actor, _actor))
        {
            _envelope = completed.Envelope;
            HandleInvokeFailure(failure);
        }
        else if (!IsFailed)
        {
            _envelope = default;
        }

        if (_receiveTimeout is not null) NoteActivity(completed.Envelope.Message);
    }

    private void Publish(LogEvent logEvent)
    {
        try
        {
            SystemImpl.EventStream.Publish(logEvent);
        }
        catch (Exception failure)
        {
            Trace.TraceError($"The event stream failed: {failure}");
        }
    }
}

/// <summary>A message that the cell sends to itself and handles before the actor.</summary>
internal interface ICellMessage : INoSerializationVerificationNeeded
{
    void Handle(ActorCell cell);
}
