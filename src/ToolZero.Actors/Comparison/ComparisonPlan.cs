using System.Collections.Immutable;
using System.Globalization;

namespace ToolZero.Actors.Comparison;

/// <summary>The paper's claim in miniature: which arms, over which seeds, for how long.</summary>
/// <param name="Steps">Optimiser steps of a reinforcement arm.</param>
/// <param name="Seeds">Seeds of the runs of every arm.</param>
/// <param name="Tasks">Tasks of each of the two evaluations.</param>
/// <param name="Questions">Questions that are asked; an arm of another one is left out.</param>
public sealed record ComparisonPlan(int Steps, ImmutableArray<ulong> Seeds, int Tasks, ImmutableArray<string> Questions)
{
    /// <summary>The arm that the others are held against, and whose tokens are the budget of the supervised ones.</summary>
    public const string Reference = "dynamic";

    /// <summary>Every question there is.</summary>
    public static ImmutableArray<string> AllQuestions { get; } = ["claim", "schedule", "midpoint", "steepness", "staleness"];

    /// <summary>The arms, the reference first. Midpoint and steepness follow the length of the run, as the paper's hold for its own.</summary>
    public ImmutableArray<ComparisonArm> Arms =>
    [
        .. new ComparisonArm[]
        {
            new(Reference, "claim", ArmKind.Reinforcement, "dynamic reward: sigmoid from lenient to strict", Sigmoid(0.2, 10)),
            new("strict", "claim", ArmKind.Reinforcement, "strict reward alone", Constant(1)),
            new("lenient", "claim", ArmKind.Reinforcement, "lenient reward alone", Constant(0)),
            new("sft", "claim", ArmKind.Supervised, "supervised on the reference calls", []),
            new("sft-then-dynamic", "claim", ArmKind.SupervisedThenReinforcement, "half supervised, then dynamic reward", Sigmoid(0.1, 20)),
            new("linear", "schedule", ArmKind.Reinforcement, "linear in place of sigmoid", ["reward.schedule.kind=linear", .. Shape(0.2, 10)]),
            new("cosine", "schedule", ArmKind.Reinforcement, "cosine in place of sigmoid", ["reward.schedule.kind=cosine", .. Shape(0.2, 10)]),
            new("success-gated", "schedule", ArmKind.Reinforcement, "weight follows the batch's success", ["reward.schedule.kind=success-gated"]),
            new("midpoint-0.05", "midpoint", ArmKind.Reinforcement, "midpoint at 5 % of the run", Sigmoid(0.05, 10)),
            new("midpoint-0.4", "midpoint", ArmKind.Reinforcement, "midpoint at 40 % of the run", Sigmoid(0.4, 10)),
            new("midpoint-0.8", "midpoint", ArmKind.Reinforcement, "midpoint at 80 % of the run", Sigmoid(0.8, 10)),
            new("kappa-4", "steepness", ArmKind.Reinforcement, "flatter: kappa = 4 / T", Sigmoid(0.2, 4)),
            new("kappa-40", "steepness", ArmKind.Reinforcement, "steeper: kappa = 40 / T", Sigmoid(0.2, 40)),
            new("stale-naive", "staleness", ArmKind.Reinforcement, "up to 4 versions stale, no correction", [.. Sigmoid(0.2, 10), .. Stale, "learner.truncated-importance=0"]),
            new("stale-clipped", "staleness", ArmKind.Reinforcement, "up to 4 versions stale, ratio to the behaviour policy, clipped", [.. Sigmoid(0.2, 10), .. Stale, "learner.truncated-importance=0", "algorithm.old-policy=behaviour"]),
            new("stale-corrected", "staleness", ArmKind.Reinforcement, "up to 4 versions stale, truncated importance weights", [.. Sigmoid(0.2, 10), .. Stale, "learner.truncated-importance=2"]),
        }.Where(arm => arm.Name == Reference || Questions.Contains(arm.Question)),
    ];

    private static ImmutableArray<string> Stale { get; } = ["staleness.max-versions=4", "rollout.groups-per-lease=4"];

    private ImmutableArray<string> Sigmoid(double midpoint, double steepness) => ["reward.schedule.kind=sigmoid", .. Shape(midpoint, steepness)];

    /// <summary>Midpoint as a share of the run, steepness over its length.</summary>
    private ImmutableArray<string> Shape(double midpoint, double steepness) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"reward.schedule.midpoint={midpoint * Steps}"),
        string.Create(CultureInfo.InvariantCulture, $"reward.schedule.kappa={steepness / Steps}"),
    ];

    private static ImmutableArray<string> Constant(double weight) =>
        ["reward.schedule.kind=constant", string.Create(CultureInfo.InvariantCulture, $"reward.schedule.constant={weight}")];
}
