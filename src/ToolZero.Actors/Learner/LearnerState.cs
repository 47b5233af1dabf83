using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Learner;

/// <summary>What a learner does with a batch it is sent.</summary>
public enum BatchVerdict
{
    Train,

    /// <summary>It is the last one trained, sent again by a coordinator that did not hear of it.</summary>
    AnswerAgain,

    /// <summary>Neither the next nor the last, or sent by a coordinator that is not in charge any more.</summary>
    Ignore,
}

/// <summary>Who admitted the learner, which step comes next, and the answer to the last one; pure.</summary>
/// <param name="Name">Its name.</param>
public sealed record LearnerState(string Name)
{
    private const long Nothing = -1;

    /// <summary>Epoch that it was admitted with; 0 = not yet.</summary>
    public long Epoch { get; init; }

    /// <summary>Epoch of the newest coordinator that it heard of.</summary>
    public long Coordinator { get; init; }

    /// <summary>Rollbacks that its weights know of.</summary>
    public long PolicyEpoch { get; init; }

    public long NextStep { get; init; }

    /// <summary>Steps in the checkpoint that it started from, or wrote last.</summary>
    public long CheckpointStep { get; init; }

    /// <summary>Steps of all checkpoints, ascending.</summary>
    public ImmutableArray<long> Kept { get; init; } = [];

    public BatchTrained? Last { get; init; }

    public LearnerStanding Standing => new(Epoch, PolicyEpoch, NextStep, CheckpointStep, Kept);

    /// <summary>True when this admission makes it read its checkpoint: the first one, and one with a rollback that is new to it.</summary>
    public bool MustLoad(LearnerAdmitted admitted) => !IsOutdated(admitted.Coordinator) && (admitted.Epoch > Epoch || admitted.Rollbacks.Length > PolicyEpoch);

    /// <summary>The state with a checkpoint read.</summary>
    public LearnerState Loaded(LearnerAdmitted admitted, long steps, ImmutableArray<long> kept) => this with
    {
        Epoch = admitted.Epoch,
        Coordinator = admitted.Coordinator,
        PolicyEpoch = admitted.Rollbacks.Length,
        NextStep = steps,
        CheckpointStep = steps,
        Kept = kept,
        Last = null,
    };

    /// <summary>The state while another learner is in charge: it has no weights, and waits to be admitted anew.</summary>
    public LearnerState StandingBy => this with { NextStep = Nothing, Last = null };

    /// <summary>Another learner is in charge.</summary>
    public bool StandsBy => NextStep == Nothing;

    /// <summary>True when a coordinator of this epoch is not in charge any more.</summary>
    public bool IsOutdated(long coordinator) => coordinator < Coordinator;

    /// <summary>The state after a word of a coordinator.</summary>
    public LearnerState Hear(long coordinator) => this with { Coordinator = Math.Max(Coordinator, coordinator) };

    public BatchVerdict Judge(long step) =>
        Epoch > 0 && step == NextStep ? BatchVerdict.Train : step == Last?.Step ? BatchVerdict.AnswerAgain : BatchVerdict.Ignore;

    public LearnerState After(BatchTrained trained) => this with { NextStep = trained.Step + 1, Last = trained };
}
