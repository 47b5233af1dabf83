using System.Collections.Immutable;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>Where the run stands, for operators.</summary>
/// <param name="Phase">What the run is doing.</param>
/// <param name="Reason">Why it is in this phase.</param>
/// <param name="Version">Optimiser steps in the newest policy.</param>
/// <param name="Steps">Optimiser steps of the whole run.</param>
/// <param name="Counts">All groups by state.</param>
/// <param name="Workers">Rollout workers, by name.</param>
/// <param name="Learner">The learner in charge; null when there is none.</param>
/// <param name="WaitingFor">One line: what the run waits for.</param>
/// <param name="WaitingSince">How long it has waited for that.</param>
/// <param name="Leases">Leases in force, oldest first.</param>
/// <param name="Epochs">Fences: newest incarnations.</param>
/// <param name="CheckpointStep">Steps in the newest checkpoint; 0 = the base model.</param>
/// <param name="Settings">Keys that can be changed while the run goes on, with their values.</param>
/// <param name="PendingCommands">Commands that wait for a step boundary.</param>
public sealed record CoordinatorStatus(
    RunPhase Phase,
    string Reason,
    long Version,
    long Steps,
    GroupCounts Counts,
    ImmutableArray<WorkerStatus> Workers,
    LearnerStatus? Learner,
    string WaitingFor,
    TimeSpan WaitingSince,
    ImmutableArray<LeaseStatus> Leases,
    RunEpochs Epochs,
    long CheckpointStep,
    ImmutableArray<LiveValue> Settings,
    ImmutableArray<string> PendingCommands);

/// <summary>What a rollout worker is doing.</summary>
public enum WorkerActivity
{
    /// <summary>It has leases.</summary>
    Generating = 0,

    /// <summary>It asked for work and there is none for it.</summary>
    Waiting = 1,

    /// <summary>It has no lease and asks for none.</summary>
    Idle = 2,
}

/// <summary>One rollout worker.</summary>
/// <param name="Name">Its name in the run.</param>
/// <param name="Node">Address of its node.</param>
/// <param name="Activity">What it does.</param>
/// <param name="WaitsFor">What it waits for; empty while it generates.</param>
/// <param name="Since">How long it has done that.</param>
/// <param name="LastHeard">Time since its last message.</param>
/// <param name="Leases">Leases that it has.</param>
/// <param name="OpenGroups">Groups of them that are not delivered yet.</param>
/// <param name="Delivered">Groups that it delivered.</param>
/// <param name="IsLeaving">It gets no more work: drained or removed.</param>
public sealed record WorkerStatus(
    string Name, string Node, WorkerActivity Activity, string WaitsFor, TimeSpan Since, TimeSpan LastHeard, int Leases, int OpenGroups, long Delivered, bool IsLeaving);

/// <summary>The learner in charge.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Node">Address of its node.</param>
/// <param name="NextStep">The step that it trains next, or is training.</param>
/// <param name="Doing">One line.</param>
/// <param name="Since">How long it has done that.</param>
public sealed record LearnerStatus(string Name, string Node, long NextStep, string Doing, TimeSpan Since);

/// <summary>A lease in force.</summary>
/// <param name="Id">Unit and attempt.</param>
/// <param name="Worker">Who has it.</param>
/// <param name="Version">Newest policy version when it began.</param>
/// <param name="Groups">Groups of the unit.</param>
/// <param name="OpenGroups">Groups that are not delivered yet.</param>
/// <param name="Age">Time since it was granted.</param>
/// <param name="Left">Time until its deadline.</param>
public sealed record LeaseStatus(LeaseId Id, string Worker, long Version, int Groups, int OpenGroups, TimeSpan Age, TimeSpan Left);

/// <summary>Numbers that only grow: what an older incarnation says is not listened to.</summary>
/// <param name="Coordinator">Openings of the ledger.</param>
/// <param name="Learner">Learners admitted.</param>
/// <param name="Policy">Times that the run went back to older weights.</param>
public sealed record RunEpochs(long Coordinator, long Learner, long Policy);

/// <summary>A live key and its value, as in a configuration file.</summary>
public sealed record LiveValue(string Key, string Value);

/// <summary>A sample for operators to read.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Index">Its place in the group.</param>
/// <param name="TaskId">The dataset row.</param>
/// <param name="Category">Category of the row.</param>
/// <param name="Worker">Who generated it.</param>
/// <param name="Version">Oldest policy version among its tokens.</param>
/// <param name="Tokens">Generated tokens.</param>
/// <param name="Stop">Why it ended.</param>
/// <param name="Text">The completion.</param>
/// <param name="Score">Parts of its reward.</param>
public sealed record RecentSample(
    GroupId Group, int Index, string TaskId, string Category, string Worker, long Version, int Tokens, StopReason Stop, string Text, RewardScore Score);
