using System.Collections.Immutable;

namespace ToolZero.Actors.Admin;

/// <summary>What a query is answered by. Its members in camel case are the JSON of <c>--json</c> (docs/admin.md): never rename one.</summary>
/// <param name="AgeSeconds">How old the oldest part of the answer is.</param>
/// <param name="Missing">Who did not answer in time: the answer lacks their part.</param>
public abstract record AdminAnswer(double AgeSeconds, ImmutableArray<string> Missing);

/// <summary><c>status</c>.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Phase">starting, running, paused, draining, stopped, finished or failed.</param>
/// <param name="Reason">Why it is in this phase.</param>
/// <param name="WaitingFor">What the run waits for.</param>
/// <param name="WaitingSeconds">For how long it has been the same.</param>
/// <param name="Step">Optimiser steps trained = newest policy version.</param>
/// <param name="Steps">Steps of the whole run.</param>
/// <param name="CheckpointStep">Steps in the newest checkpoint; 0 = the base model.</param>
/// <param name="Groups">Groups by state.</param>
/// <param name="LastStep">The newest step; null until the coordinator of this process has seen one.</param>
/// <param name="Learner">The learner in charge and what it does; null = none.</param>
/// <param name="Rollouts">Rollout workers by what they do.</param>
/// <param name="Nodes">The cluster's members.</param>
/// <param name="Settings">Keys that <c>set</c> can change, with their values.</param>
/// <param name="Pending">Commands that wait for a step boundary.</param>
/// <param name="Epochs">Fences: incarnations of coordinator, learner and policy.</param>
public sealed record StatusAnswer(
    string Run,
    string Phase,
    string Reason,
    string WaitingFor,
    double WaitingSeconds,
    long Step,
    long Steps,
    long CheckpointStep,
    GroupsRow Groups,
    StepRow? LastStep,
    LearnerRow? Learner,
    RolloutsRow Rollouts,
    ImmutableArray<MemberRow> Nodes,
    ImmutableArray<SettingRow> Settings,
    ImmutableArray<string> Pending,
    EpochsRow Epochs,
    double AgeSeconds,
    ImmutableArray<string> Missing) : AdminAnswer(AgeSeconds, Missing);

/// <summary>Groups by state: issued is the sum of all others but duplicates.</summary>
public sealed record GroupsRow(
    long Issued, long Pending, long InFlight, long Scored, long Trained, long Stale, long Filtered, long Failed, long Quarantined, long Duplicates, bool Balanced);

/// <summary>A trained step: rates from 0 to 1, tokens per second over the whole step.</summary>
public sealed record StepRow(long Step, double Reward, double Success, double Seconds, double TokensPerSecond, double LearningRate, long Staleness, string Bottleneck);

public sealed record LearnerRow(string Name, string Node, long NextStep, string Does, double SinceSeconds);

/// <summary>How many rollout workers there are, and how many generate, wait for work, leave.</summary>
public sealed record RolloutsRow(int Workers, int Generating, int Waiting, int Leaving);

/// <summary>A key that can be changed while the run goes on, and its value as in a configuration file.</summary>
public sealed record SettingRow(string Key, string Value);

public sealed record EpochsRow(long Coordinator, long Learner, long Policy);

/// <summary>A member of the cluster.</summary>
/// <param name="Name">Its name; empty while it did not say.</param>
/// <param name="Address">host:port.</param>
/// <param name="Roles">What it may run.</param>
/// <param name="Status">joining, up, leaving, exiting, down or unreachable.</param>
public sealed record MemberRow(string Name, string Address, ImmutableArray<string> Roles, string Status);

/// <summary><c>nodes</c>.</summary>
public sealed record NodesAnswer(ImmutableArray<NodeRow> Nodes, double AgeSeconds, ImmutableArray<string> Missing) : AdminAnswer(AgeSeconds, Missing);

/// <summary>A member and what its process reports.</summary>
/// <param name="Product">Version of the product.</param>
/// <param name="Draining">It is about to leave.</param>
/// <param name="Resources">Null when it did not answer.</param>
/// <param name="Workers">Names of the actors that it keeps alive.</param>
public sealed record NodeRow(MemberRow Member, string Product, bool Draining, ResourcesRow? Resources, ImmutableArray<string> Workers);

/// <summary>What a node's machine has, and what its process uses of it.</summary>
public sealed record ResourcesRow(int Cores, long MemoryBytes, long AvailableBytes, long ProcessBytes, ImmutableArray<string> Devices);

/// <summary><c>workers</c>.</summary>
public sealed record WorkersAnswer(ImmutableArray<WorkerRow> Workers, double AgeSeconds, ImmutableArray<string> Missing) : AdminAnswer(AgeSeconds, Missing);

/// <summary>An actor that a node keeps alive.</summary>
/// <param name="Name">Its name, as commands take it.</param>
/// <param name="FullName">Name of this incarnation, as the coordinator and the ledger know it.</param>
public sealed record WorkerRow(string Name, string FullName, string Node, string Kind, string Health, int Restarts);

/// <summary><c>rollouts</c>.</summary>
public sealed record RolloutsAnswer(ImmutableArray<RolloutRow> Rollouts, double AgeSeconds, ImmutableArray<string> Missing) : AdminAnswer(AgeSeconds, Missing);

/// <summary>What a rollout worker does.</summary>
/// <param name="Worker">Its name.</param>
/// <param name="Node">Address of its node.</param>
/// <param name="Does">generating, waiting or idle.</param>
/// <param name="WaitsFor">What it waits for; empty while it generates.</param>
/// <param name="SinceSeconds">How long it has done that.</param>
/// <param name="HeardSeconds">Time since its last message.</param>
/// <param name="Leases">Leases that it has, such as u12.1.</param>
/// <param name="OpenGroups">Groups of them that are not delivered yet.</param>
/// <param name="Delivered">Groups that it delivered in all.</param>
/// <param name="DeadlineSeconds">Until its oldest lease goes to another worker; null without a lease.</param>
/// <param name="Leaving">It gets no more work: drained or removed.</param>
public sealed record RolloutRow(
    string Worker,
    string Node,
    string Does,
    string WaitsFor,
    double SinceSeconds,
    double HeardSeconds,
    ImmutableArray<string> Leases,
    int OpenGroups,
    long Delivered,
    double? DeadlineSeconds,
    bool Leaving);

/// <summary><c>ledger</c>.</summary>
/// <param name="States">Every state that has groups.</param>
public sealed record LedgerAnswer(
    long Issued, ImmutableArray<LedgerRow> States, LedgerRow Duplicates, bool Balanced, long WastedTokens, long CheckpointStep, double AgeSeconds, ImmutableArray<string> Missing)
    : AdminAnswer(AgeSeconds, Missing);

public sealed record LedgerRow(string State, long Groups, long PromptTokens, long GeneratedTokens);

/// <summary><c>samples</c>: newest first.</summary>
public sealed record SamplesAnswer(ImmutableArray<SampleRow> Samples, double AgeSeconds, ImmutableArray<string> Missing) : AdminAnswer(AgeSeconds, Missing);

/// <summary>A scored sample.</summary>
/// <param name="Version">Oldest policy version among its tokens.</param>
/// <param name="General">Its reward while the schedule asks for generalisation alone (weight 0).</param>
/// <param name="Strict">Its reward at the end of the schedule (weight 1).</param>
/// <param name="Text">The completion, at most its first 4,000 characters.</param>
public sealed record SampleRow(
    long Group,
    int Index,
    string Task,
    string Category,
    string Worker,
    long Version,
    int Tokens,
    string Stop,
    bool Success,
    double General,
    double Strict,
    ImmutableArray<PartRow> Parts,
    string Text);

/// <summary>A part of a reward.</summary>
public sealed record PartRow(string Name, double Value);

/// <summary><c>quarantine list</c>.</summary>
public sealed record QuarantineAnswer(ImmutableArray<QuarantineRow> Groups, double AgeSeconds, ImmutableArray<string> Missing) : AdminAnswer(AgeSeconds, Missing);

public sealed record QuarantineRow(long Group, string Task, int Attempts, ImmutableArray<string> Evidence);

/// <summary><c>audit</c>: one entry per command, newest first.</summary>
public sealed record AuditAnswer(ImmutableArray<AuditRow> Entries, double AgeSeconds, ImmutableArray<string> Missing) : AdminAnswer(AgeSeconds, Missing);

/// <summary>A command from request to outcome.</summary>
/// <param name="Seconds">From the request to the outcome.</param>
public sealed record AuditRow(
    DateTimeOffset At, string Request, string Operator, string Address, string Command, string Outcome, double Seconds, long Step, string Before, string After, string Detail);
