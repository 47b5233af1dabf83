using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>
/// Makes and finds references. The class is named by <c>akka.actor.provider</c> and has a constructor (string systemName, Settings settings, EventStream
/// eventStream): the seam where remoting and clustering come in.
/// </summary>
public interface IActorRefProvider
{
    /// <summary>"/".</summary>
    IInternalActorRef RootGuardian { get; }

    IActorRef RootGuardianAt(Address address);

    /// <summary>"/user".</summary>
    LocalActorRef Guardian { get; }

    /// <summary>"/system".</summary>
    LocalActorRef SystemGuardian { get; }

    IActorRef DeadLetters { get; }

    IActorRef IgnoreRef { get; }

    ActorPath RootPath { get; }

    Settings Settings { get; }

    Deployer Deployer { get; }

    IInternalActorRef TempContainer { get; }

    /// <summary>Completes when the root guardian has ended.</summary>
    Task TerminationTask { get; }

    /// <summary>The address that others reach this system by.</summary>
    Address DefaultAddress { get; }

    void Init(ActorSystemImpl system);

    /// <summary>A path for a reference that lives as long as one question.</summary>
    ActorPath TempPath();

    void RegisterTempActor(IInternalActorRef actorRef, ActorPath path);

    void UnregisterTempActor(ActorPath path);

    FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs);

    IInternalActorRef ActorOf(
        ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path, bool systemService, Deploy deploy, bool lookupDeploy, bool async);

    /// <summary>The reference of a path; where nothing lives, one whose messages become dead letters.</summary>
    IActorRef ResolveActorRef(string path);

    IActorRef ResolveActorRef(ActorPath actorPath);

    /// <summary>The own address as seen from the given one, or null when it cannot be reached.</summary>
    Address GetExternalAddressFor(Address address);
}
