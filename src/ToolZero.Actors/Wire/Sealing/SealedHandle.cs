using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport;
using Google.Protobuf;

namespace ToolZero.Actors.Wire.Sealing;

/// <summary>One connection of <see cref="SealedTransport"/>.</summary>
internal sealed class SealedHandle : AssociationHandle
{
    private readonly AssociationHandle _wrapped;
    private readonly ActorSystem _system;

    public SealedHandle(AssociationHandle wrapped, ActorSystem system)
        : base(wrapped.LocalAddress, wrapped.RemoteAddress)
    {
        (_wrapped, _system) = (wrapped, system);
        _ = PassOn();
    }

    public override bool Write(ByteString payload) => _wrapped.Write(FrameSeal.Close(payload.Span));

#pragma warning disable CS0672 // The only overload that every supported version of Akka.Remote calls.
    public override void Disassociate() => End();
#pragma warning restore CS0672

    public void End()
    {
        OutboundConnections.Of(_system).Ended(this);
        _wrapped.Disassociate("closed by its owner", NoLogger.Instance);
    }

    /// <summary>Reading begins when there is somebody who listens.</summary>
    private async Task PassOn() => _wrapped.ReadHandlerSource.TrySetResult(new Opener(await ReadHandlerSource.Task.ConfigureAwait(false), this));

    private sealed class Opener(IHandleEventListener upstream, SealedHandle handle) : IHandleEventListener
    {
        private bool _damaged;

        public void Notify(IHandleEvent ev)
        {
            if (ev is not InboundPayload sealedFrame)
            {
                if (ev is Disassociated) OutboundConnections.Of(handle._system).Ended(handle);
                upstream.Notify(ev);
                return;
            }

            // What comes behind a damaged frame may be cut in the wrong places.
            if (_damaged) return;
            if (FrameSeal.Open(sealedFrame.Payload) is { } frame)
            {
                upstream.Notify(new InboundPayload(frame));
                return;
            }

            _damaged = true;
            WireSerializer.Of(handle._system).CountFrame();
            var log = Logging.GetLogger(handle._system, typeof(SealedTransport));
            log.Warning("a frame of {0} bytes from {1} was damaged on its way, or is none of ours: the connection is closed", sealedFrame.Payload.Length, handle.RemoteAddress);
            handle._wrapped.Disassociate("a damaged frame", log);
        }
    }
}
