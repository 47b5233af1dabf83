using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The reference of an actor of this process.</summary>
public class LocalActorRef : ActorRefWithCell
{
    private readonly ActorCell _cell;

    public LocalActorRef(
        ActorSystemImpl system, Props props, MessageDispatcher dispatcher, MailboxType mailboxType, IInternalActorRef supervisor, ActorPath path)
    {
        Path = path;
        _cell = new ActorCell(system, this, props, dispatcher, supervisor, mailboxType);
    }

    public override ActorPath Path { get; }

    public override ActorCell Underlying => _cell;

    public ActorCell Cell => _cell;

    public override IActorRefProvider Provider => _cell.SystemImpl.Provider;

    public override IInternalActorRef Parent => _cell.Parent;

    public override IEnumerable<IActorRef> Children => _cell.GetChildren();

    public override bool IsLocal => true;

    public override bool IsTerminated => _cell.IsTerminated;

    public override IInternalActorRef GetSingleChild(string name) => _cell.GetSingleChild(name);

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        IInternalActorRef current = this;
        for (var i = 0; i < name.Count; i++)
        {
            if (current is not ActorRefWithCell withCell) return current.GetChild([.. name.Skip(i)]);
            current = name[i] switch
            {
                "" => current,
                ".." => current.Parent,
                var child => withCell.GetSingleChild(child),
            };
        }

        return current;
    }

    public override void Start() => _cell.Start();

    public override void Suspend() => _cell.SendSystemMessage(new Suspend());

    public override void Resume(Exception causedByFailure = null) => _cell.SendSystemMessage(new Resume(causedByFailure));

    public override void Restart(Exception cause) => _cell.SendSystemMessage(new Recreate(cause));

    public override void Stop() => _cell.SendSystemMessage(new Terminate());

    public override void SendSystemMessage(ISystemMessage message) => _cell.SendSystemMessage((SystemMessage)message);

    protected override void TellInternal(object message, IActorRef sender) => _cell.SendMessage(sender, message);
}

/// <summary>"/": knows, beside its children, the places that are no actors (temp, deadLetters, what remoting adds).</summary>
public class RootGuardianActorRef(
    ActorSystemImpl system,
    Props props,
    MessageDispatcher dispatcher,
    MailboxType mailboxType,
    IInternalActorRef supervisor,
    ActorPath path,
    IInternalActorRef deadLetters,
    IReadOnlyDictionary<string, IInternalActorRef> extraNames) : LocalActorRef(system, props, dispatcher, mailboxType, supervisor, path)
{
    private IInternalActorRef _tempContainer;

    public override IInternalActorRef Parent => this;

    public void SetTempContainer(IInternalActorRef tempContainer) => _tempContainer = tempContainer;

    public override IInternalActorRef GetSingleChild(string name) => name switch
    {
        "temp" => _tempContainer,
        "deadLetters" => deadLetters,
        _ => extraNames.TryGetValue(name, out var extra) ? extra : base.GetSingleChild(name),
    };
}

/// <summary>Above the root guardian there is no actor; this reference only notices that the root has gone and then ends the system.</summary>
internal sealed class RootGuardianSupervisor(ActorPath path, IActorRefProvider provider, TaskCompletionSource<Done> termination) : MinimalActorRef
{
    public override ActorPath Path => path;

    public override IActorRefProvider Provider => provider;

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Failed failed:
                ((IInternalActorRef)failed.Child).Stop();
                break;
            case DeathWatchNotification:
                termination.TrySetResult(Done.Instance);
                break;
        }
    }
}
