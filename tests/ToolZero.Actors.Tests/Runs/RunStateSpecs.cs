using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Runs;
using static ToolZero.Actors.Evaluation.EvaluationProtocol;

namespace ToolZero.Actors.Tests.Runs;

public class RunStateSpecs
{
    private static readonly EvaluationResult Half = new(0.5, 1, 2, ImmutableSortedDictionary<string, double>.Empty);
    private static readonly StoredCheckpoint Newest = new("step_9", new CheckpointState(9, 9, 8, 1, "aa"));
    private static readonly RunEnd Finished = new(RunPhase.Finished, "all 9 steps are trained");

    [Fact]
    public void A_run_is_evaluated_trained_and_evaluated_again()
    {
        var (state, effects) = new RunState().Opened(evaluates: true, hasBaseline: false);
        Assert.Empty(effects);
        Assert.Equal(new Evaluate(Baseline, 0, ""), state.Wanted);
        (state, effects) = state.Evaluated(Baseline, 0, Half);
        Assert.Equal([new RunEffect.KeepBaseline(Half), new RunEffect.Train()], effects.AsEnumerable());
        Assert.Null(state.Wanted);
        (state, effects) = state.Trained(Finished, Newest);
        Assert.Empty(effects);
        Assert.Equal(new Evaluate(Final, 9, "step_9"), state.Wanted);
        (state, effects) = state.Evaluated(Final, 9, Half);
        Assert.Equal([new RunEffect.Conclude(Finished, Half)], effects.AsEnumerable());
        Assert.Equal(RunStage.Ended, state.Stage);
    }

    [Fact]
    public void What_is_known_already_is_not_evaluated_again() =>
        Assert.Equal([new RunEffect.Train()], new RunState().Opened(evaluates: true, hasBaseline: true).Effects.AsEnumerable());

    [Fact]
    public void Without_held_out_tasks_it_ends_with_its_training()
    {
        var (state, _) = new RunState().Opened(evaluates: false, hasBaseline: false);
        Assert.Equal([new RunEffect.Conclude(Finished, null)], state.Trained(Finished, Newest).Effects.AsEnumerable());
    }

    [Fact]
    public void A_result_that_nobody_waits_for_changes_nothing()
    {
        var (state, _) = new RunState().Opened(evaluates: true, hasBaseline: true);
        Assert.Equal((state, []), state.Evaluated(Baseline, 0, Half));
        Assert.Equal((state, []), state.Evaluated(OnTheWay, 4, Half));
        (state, _) = state.Trained(Finished, Newest);
        Assert.Equal((state, []), state.Evaluated(Final, 8, Half));
    }

    [Theory]
    [InlineData(RunStage.Opening)]
    [InlineData(RunStage.Baseline)]
    [InlineData(RunStage.Training)]
    [InlineData(RunStage.Final)]
    [InlineData(RunStage.Ended)]
    public void It_can_be_stopped_at_any_moment(RunStage stage)
    {
        var effect = (new RunState { Stage = stage }).Drain("stopped").Effects.SingleOrDefault();
        if (stage == RunStage.Ended) Assert.Null(effect);
        else if (stage == RunStage.Training) Assert.Equal(new RunEffect.DrainTraining("stopped"), effect);
        else Assert.Equal(RunPhase.Stopped, Assert.IsType<RunEffect.Conclude>(effect).End.Phase);
    }

    [Fact]
    public void An_evaluation_that_cannot_be_done_fails_the_run_with_its_reason()
    {
        var (state, _) = new RunState().Opened(evaluates: true, hasBaseline: false);
        var (_, effects) = state.NotEvaluated(new EvaluationFailed(Baseline, 0, "model: damaged", true));
        Assert.Equal([new RunEffect.Conclude(new RunEnd(RunPhase.Failed, "model: damaged", true), null)], effects.AsEnumerable());
    }
}
