using Akka.Actor;

namespace ToolZero.Actors.Coordinator;

/// <summary>What changes between the steps of a run, on the event stream of the coordinator's node, a few times a second.</summary>
/// <param name="Phase">What the run is doing.</param>
/// <param name="Counts">All groups by state.</param>
/// <param name="Waited">How long it has waited for the same; zero when it waits for nothing.</param>
/// <param name="WaitsForBatch">The learner could train, and the groups for its step are not there.</param>
/// <param name="ExpiredLeases">Leases that passed their deadline since the coordinator started.</param>
public sealed record RunPulse(RunPhase Phase, GroupCounts Counts, TimeSpan Waited, bool WaitsForBatch, long ExpiredLeases) : INoSerializationVerificationNeeded;
