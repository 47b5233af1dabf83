using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Learner;

/// <summary>What a learner does with a batch it is sent.</summary>
public enum BatchVerdict
{
    Train,

    /// <summary>It is the last one trained, sent again by a coordinator that did not hear of it.</summary>
    AnswerAgain,

    /// <summary>Neither the next nor the last: it belongs to another incarnation.</summary>
    Ignore,
}

/// <summary>Which step comes next, and the answer to the last one; pure.</summary>
public sealed record LearnerState(string Name, long NextStep, long CheckpointStep, BatchTrained? Last = null)
{
    public BatchVerdict Judge(long step) =>
        step == NextStep ? BatchVerdict.Train : step == Last?.Step ? BatchVerdict.AnswerAgain : BatchVerdict.Ignore;

    public LearnerState After(BatchTrained trained) => this with { NextStep = trained.Step + 1, Last = trained };
}
