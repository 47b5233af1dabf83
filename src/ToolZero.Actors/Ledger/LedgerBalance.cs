using System.Collections.Immutable;

namespace ToolZero.Actors.Ledger;

/// <summary>Groups and tokens of one state.</summary>
/// <param name="Groups">Number of groups.</param>
/// <param name="PromptTokens">Tokens of their prompts, each prompt once.</param>
/// <param name="GeneratedTokens">Tokens of their samples.</param>
public readonly record struct LedgerEntry(long Groups, long PromptTokens, long GeneratedTokens);

/// <summary>All groups of a run by state, at one moment.</summary>
/// <param name="Issued">Groups ever issued, counted apart from their states.</param>
/// <param name="States">Every state with its groups and tokens.</param>
/// <param name="Duplicates">Deliveries that were dropped, with their tokens.</param>
public sealed record LedgerBalance(long Issued, ImmutableSortedDictionary<GroupState, LedgerEntry> States, LedgerEntry Duplicates)
{
    public LedgerEntry this[GroupState state] => States.GetValueOrDefault(state);

    /// <summary>Groups that are leased, scored or in a batch.</summary>
    public long InFlight => this[GroupState.InFlight].Groups + this[GroupState.Scored].Groups + this[GroupState.Batched].Groups;

    /// <summary>issued = pending + in-flight + trained + stale + filtered + failed + quarantined.</summary>
    public bool Holds => Issued == this[GroupState.Pending].Groups + InFlight + this[GroupState.Trained].Groups + this[GroupState.Stale].Groups
        + this[GroupState.Filtered].Groups + this[GroupState.Failed].Groups + this[GroupState.Quarantined].Groups;

    /// <summary>Generated tokens that train nothing: of groups that ended without being trained, and of duplicates.</summary>
    public long WastedTokens => this[GroupState.Stale].GeneratedTokens + this[GroupState.Filtered].GeneratedTokens
        + this[GroupState.Failed].GeneratedTokens + this[GroupState.Quarantined].GeneratedTokens + Duplicates.GeneratedTokens;
}

/// <summary>A group that is out of the run, and why.</summary>
public sealed record LostGroup(Core.Rollouts.GroupId Id, string TaskId, GroupState State, int Attempts, ImmutableArray<string> Evidence);

/// <summary>A checkpoint as it was written.</summary>
/// <param name="Step">Optimiser steps in it.</param>
/// <param name="Path">Where it was written; it may be gone.</param>
/// <param name="Sha256">Hash of its weights; empty when it is not known.</param>
public sealed record CheckpointRecord(long Step, string Path, string Sha256);
