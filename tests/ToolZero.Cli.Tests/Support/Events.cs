using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Core.Metrics;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;

namespace ToolZero.Cli.Tests.Support;

/// <summary>Events of a run that never was.</summary>
internal static class Events
{
    public static RunEvent.StepCompleted Step(long step, double success = 0.5, string worker = "rollout-1#1", string text = "[f(x=1)]")
    {
        var batch = new TrainingBatch(step, 0.5, 5e-4, [Group(step * 2, worker, text, [0.1, 0.9]), Group(step * 2 + 1, worker, text, [0.4, 0.4])]);
        var metrics = new StepMetrics(
            step,
            BatchStatistics.Of(batch) with { Success = success },
            new UpdateStatistics(0.1, 0.5, 1.2, 0.01, 1e-4, 2e-4, 1.1, 1e-5, 5e-4, 40),
            new TimeSplit(1.5, 0.1, 0.8, 0.05, 0, 0.05));
        return new RunEvent.StepCompleted(metrics, batch, new GroupCounts(2 * step + 4, 0, 2, 0, 2 * step + 2, 0, 0, 0, 0, 0));
    }

    public static RunEvent.WorkerChanged Worker(string name, RoleKind kind = RoleKind.Rollout, RoleHealth health = RoleHealth.Running, int incarnation = 1, string reason = "") =>
        new($"{name}#{incarnation}", kind, health, incarnation, reason);

    public static RunEvent.EvaluationDone Evaluation(string name, long step, double success) => new(
        name, step, new EvaluationResult(success, 0.9, 300, ImmutableSortedDictionary<string, double>.Empty.Add("simple", success)) { Truncation = 0.02 });

    private static ScoredGroup Group(long id, string worker, string text, double[] general) => new(
        new GroupId(id), 1, $"task-{id}", "simple", [1, 2, 3], [.. general.Select(g => Sample(g, id / 2, text))], worker);

    private static ScoredTrajectory Sample(double general, long version, string text) => new(
        new Trajectory([7, 8], [-0.1f, -0.2f], [true, true], [new PolicyVersion(version), new PolicyVersion(version)], StopReason.EndOfSequence, text),
        new RewardScore(1, general, 0, general > 0.5, ImmutableSortedDictionary<string, double>.Empty.Add(RewardParts.Format, 1)));
}
