using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Learner;
using static ToolZero.Actors.Evaluation.EvaluationProtocol;

namespace ToolZero.Actors.Runs;

/// <summary>Where a run is.</summary>
public enum RunStage
{
    Opening,
    Baseline,
    Training,
    Final,
    Ended,
}

/// <summary>What the run actor has to do.</summary>
public abstract record RunEffect
{
    private RunEffect()
    {
    }

    public sealed record KeepBaseline(EvaluationResult Result) : RunEffect;

    /// <summary>Start the coordinator.</summary>
    public sealed record Train : RunEffect;

    /// <summary>Training drains to a checkpoint first.</summary>
    public sealed record DrainTraining(string Reason) : RunEffect;

    public sealed record Conclude(RunEnd End, EvaluationResult? Final) : RunEffect;
}

/// <summary>The way of a run: baseline evaluation, training, final evaluation, end; pure.</summary>
public sealed record RunState
{
    public RunStage Stage { get; init; } = RunStage.Opening;

    public bool Evaluates { get; init; }

    /// <summary>The evaluation that is waited for.</summary>
    public Evaluate? Wanted { get; init; }

    public (RunState State, ImmutableArray<RunEffect> Effects) Opened(bool evaluates, bool hasBaseline)
    {
        if (Stage != RunStage.Opening) return (this, []);
        return evaluates && !hasBaseline
            ? (this with { Stage = RunStage.Baseline, Evaluates = evaluates, Wanted = new Evaluate(Baseline, 0, "") }, [])
            : (this with { Stage = RunStage.Training, Evaluates = evaluates }, [new RunEffect.Train()]);
    }

    public (RunState State, ImmutableArray<RunEffect> Effects) Evaluated(string name, long step, EvaluationResult result)
    {
        if (Wanted is null || Wanted.Name != name || Wanted.Step != step) return (this, []);
        if (Stage == RunStage.Final) return End(new RunEnd(RunPhase.Finished, $"all {step} steps are trained"), result);
        return (this with { Stage = RunStage.Training, Wanted = null }, [new RunEffect.KeepBaseline(result), new RunEffect.Train()]);
    }

    public (RunState State, ImmutableArray<RunEffect> Effects) NotEvaluated(EvaluationFailed failed) =>
        Wanted?.Name == failed.Name && Wanted.Step == failed.Step
            ? End(new RunEnd(RunPhase.Failed, failed.IsDataFault ? failed.Reason : $"the {failed.Name} evaluation failed: {failed.Reason}", failed.IsDataFault))
            : (this, []);

    /// <summary>The coordinator ended its part.</summary>
    public (RunState State, ImmutableArray<RunEffect> Effects) Trained(RunEnd end, StoredCheckpoint? newest)
    {
        if (Stage != RunStage.Training) return (this, []);
        return end.Phase == RunPhase.Finished && Evaluates && newest is not null
            ? (this with { Stage = RunStage.Final, Wanted = new Evaluate(Final, newest.State.Step, newest.Folder) }, [])
            : End(end);
    }

    /// <summary>End in order.</summary>
    public (RunState State, ImmutableArray<RunEffect> Effects) Drain(string reason) => Stage switch
    {
        RunStage.Ended => (this, []),
        RunStage.Training => (this, [new RunEffect.DrainTraining(reason)]),
        RunStage.Final => End(new RunEnd(RunPhase.Stopped, "stopped before the final evaluation")),
        _ => End(new RunEnd(RunPhase.Stopped, reason)),
    };

    public (RunState State, ImmutableArray<RunEffect> Effects) Fail(string reason, bool isDataFault) =>
        Stage == RunStage.Ended ? (this, []) : End(new RunEnd(RunPhase.Failed, reason, isDataFault));

    private (RunState State, ImmutableArray<RunEffect> Effects) End(RunEnd end, EvaluationResult? final = null) =>
        (this with { Stage = RunStage.Ended, Wanted = null }, [new RunEffect.Conclude(end, final)]);
}
