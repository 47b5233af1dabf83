using System.Collections.Immutable;

namespace ToolZero.Actors.Replay;

/// <summary>The weights after one step, as the run had them and as the journal gives them.</summary>
/// <param name="Step">Optimiser steps in them.</param>
/// <param name="Recorded">SHA-256 that was recorded when the checkpoint was written.</param>
/// <param name="Replayed">SHA-256 of the weights that the replay came to.</param>
/// <param name="Stored">SHA-256 of the checkpoint's file as it is now; null when it is not kept any more.</param>
public sealed record ReplayCheck(long Step, string Recorded, string Replayed, string? Stored)
{
    /// <summary>All of them are the same weights.</summary>
    public bool Matches => Recorded == Replayed && (Stored is null || Stored == Recorded);
}

/// <summary>What a replay came to.</summary>
/// <param name="Folder">The run folder.</param>
/// <param name="From">Step of the checkpoint that it began with; 0 = the base model.</param>
/// <param name="Checks">Every checkpoint on the way, ascending; the last one is the newest of the run.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record ReplayResult(string Folder, long From, ImmutableArray<ReplayCheck> Checks, double Seconds)
{
    /// <summary>Steps in the weights that it ended with.</summary>
    public long To => Checks[^1].Step;

    /// <summary>The journal leads to the weights of the run, at every checkpoint on the way.</summary>
    public bool Matches => Checks.All(c => c.Matches);
}
