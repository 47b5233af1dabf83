using Akka.Configuration;
using Akka.Event;
using Akka.Remote;

namespace ToolZero.Actors.Clustering;

/// <summary>
/// The phi-accrual failure detector, to which a process that is known to be gone is not available at once. Only members that are unreachable are taken
/// out of a cluster: without this one a killed process would stay in it until its missing heartbeats count, although it was downed long before.
/// </summary>
/// <param name="configuration">Of <c>akka.cluster.failure-detector</c>.</param>
/// <param name="events">Of the actor system.</param>
internal sealed class ProbedFailureDetector(Config configuration, EventStream events) : PhiAccrualFailureDetector(configuration, events)
{
    private readonly ProvenDeaths _deaths = ProvenDeaths.Of(events);

    public override bool IsAvailable => !_deaths.Contains(Address) && base.IsAvailable;

    /// <summary>Whoever is heard is alive: another process at the same address.</summary>
    public override void HeartBeat()
    {
        _deaths.Remove(Address);
        base.HeartBeat();
    }
}
