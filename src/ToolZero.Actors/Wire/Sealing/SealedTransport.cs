using Akka.Actor;
using Akka.Remote.Transport;

namespace ToolZero.Actors.Wire.Sealing;

/// <summary>Makes <see cref="SealedTransport"/>; named in <see cref="WireConfiguration"/>.</summary>
public sealed class SealedTransportProvider : ITransportAdapterProvider
{
    public Transport Create(Transport wrappedTransport, ExtendedActorSystem system) => new SealedTransport(wrappedTransport, system);
}

/// <summary>
/// A transport whose frames carry a checksum. Behind it Akka.Remote trusts what it reads: a number of a system message that was damaged makes it list all
/// numbers up to it, until memory is gone. So a damaged frame ends its connection before it is looked at; remoting makes a new one, and system messages that
/// were not acknowledged are sent again. Addresses stay as they are.
/// </summary>
internal sealed class SealedTransport : Transport
{
    private readonly Transport _wrapped;

    public SealedTransport(Transport wrapped, ExtendedActorSystem system)
    {
        _wrapped = wrapped;
        (System, Config) = (system, wrapped.Config);
    }

    public override string SchemeIdentifier => _wrapped.SchemeIdentifier;

    public override long MaximumPayloadBytes => _wrapped.MaximumPayloadBytes - FrameSeal.Bytes;

    public override bool IsResponsibleFor(Address remote) => _wrapped.IsResponsibleFor(remote);

    public override async Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        var (address, listening) = await _wrapped.Listen().ConfigureAwait(false);
        var upstream = new TaskCompletionSource<IAssociationEventListener>();
        _ = PassOn();
        return (address, upstream);

        async Task PassOn() => listening.TrySetResult(new Inbound(await upstream.Task.ConfigureAwait(false), System));
    }

    public override async Task<AssociationHandle> Associate(Address remoteAddress)
    {
        var connection = new SealedHandle(await _wrapped.Associate(remoteAddress).ConfigureAwait(false), System);
        OutboundConnections.Of(System).Made(connection);
        return connection;
    }

    public override Task<bool> Shutdown() => _wrapped.Shutdown();

    public override Task<bool> ManagementCommand(object message) => _wrapped.ManagementCommand(message);

    private sealed class Inbound(IAssociationEventListener upstream, ActorSystem system) : IAssociationEventListener
    {
        public void Notify(IAssociationEvent ev) => upstream.Notify(ev is InboundAssociation made ? new InboundAssociation(new SealedHandle(made.Association, system)) : ev);
    }
}
