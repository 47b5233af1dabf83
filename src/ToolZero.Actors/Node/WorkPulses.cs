using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;

namespace ToolZero.Actors.Node;

/// <summary>A piece of work that an actor is at: it answers nobody until that is done.</summary>
/// <param name="Worker">Who.</param>
/// <param name="Kind">Its role.</param>
/// <param name="Doing">What, in the third person.</param>
/// <param name="Time">Clock of <paramref name="Since"/>.</param>
/// <param name="Since">Timestamp of the beginning.</param>
public sealed record WorkInHand(string Worker, RoleKind Kind, string Doing, TimeProvider Time, long Since)
{
    /// <summary>It reads a model: the process is on its way up.</summary>
    public bool IsLoading { get; init; }

    public TimeSpan Age => Time.GetElapsedTime(Since);
}

/// <summary>
/// What the actors of a process are at that compute for long: those say it, and who watches them can tell one that is busy from one that hangs
/// without asking them. One per actor system.
/// </summary>
public sealed class WorkPulses : IExtension
{
    private readonly ConcurrentDictionary<string, WorkInHand> _work = new(StringComparer.Ordinal);
    private volatile bool _hasLoaded;

    /// <summary>All work in hand.</summary>
    public ImmutableArray<WorkInHand> Now => [.. _work.Values];

    /// <summary>A worker has read a model to its end since the process began.</summary>
    public bool HasLoaded => _hasLoaded;

    public static WorkPulses Of(ActorSystem system) => system.WithExtension<WorkPulses, Provider>();

    /// <summary>Said when the work begins; the end is when the scope is disposed.</summary>
    public Scope Begin(WorkInHand work)
    {
        ArgumentNullException.ThrowIfNull(work);
        _work[work.Worker] = work;
        return new Scope(this, work);
    }

    private void End(WorkInHand work)
    {
        if (work.IsLoading) _hasLoaded = true;
        _work.TryRemove(work.Worker, out _);
    }

    /// <summary>From the beginning of a piece of work to its end.</summary>
    public readonly record struct Scope(WorkPulses Pulses, WorkInHand Work) : IDisposable
    {
        public void Dispose() => Pulses.End(Work);
    }

    private sealed class Provider : ExtensionIdProvider<WorkPulses>
    {
        public override WorkPulses CreateExtension(ExtendedActorSystem system) => new();
    }
}
