using System.Collections.Immutable;

namespace ToolZero.Core.Charts;

/// <summary>Which pictures a run has, and what each is for: those of the report and of the operators' page alike.</summary>
public static class RunCharts
{
    /// <summary>The picture of exact answers, where held-out evaluations belong too.</summary>
    public const string Success = "success";

    /// <summary>The picture of the layout of completions, where held-out evaluations belong too.</summary>
    public const string Format = "format";

    /// <summary>The picture of completions cut by their budget, where held-out evaluations belong too.</summary>
    public const string Truncation = "truncation";

    /// <summary>The picture of where a step's time goes.</summary>
    public const string Time = "time";

    /// <summary>All pictures in the order of the page.</summary>
    public static ImmutableArray<Chart> All { get; } =
    [
        new Chart(Success, "Success", "Exact answers: held-out tools (greedy) and the batches that were trained (sampled).",
            [new("success", "training batch", 1)]) { Minimum = 0, Maximum = 1, IsShare = true },
        new Chart("reward", "Reward", "Mean total reward: format + weight × strict + (1 − weight) × general.",
            [new("reward/mean", "total", 1), new("format", "format", 3)]),
        new Chart("reward-parts", "Reward parts and schedule", "The exact and the lenient component, and the weight that moves from one to the other.",
            [new("reward/strict", "strict", 2), new("reward/general", "general", 4), new("reward/weight", "weight of strict", 5, LineStyle.Dashed)]),
        new Chart(Format, "Format rate", "Completions in the required layout, and bodies that parse as calls.",
            [new("format", "format", 3), new("parsed", "parsed", 1)]) { Minimum = 0, Maximum = 1, IsShare = true },
        new Chart("overlap", "Recall and precision", "Recall up while precision falls: the lenient reward is being exploited.",
            [new("recall", "recall", 1), new("precision", "precision", 2)]) { Minimum = 0, Maximum = 1, IsShare = true },
        new Chart("calls", "Calls", "Calls per completion, and reference parameters supplied with a different value.",
            [new("calls", "calls", 1), new("bad-values", "wrong values", 2)]) { Minimum = 0 },
        new Chart("spread", "Spread of the reward", "Standard deviation over the batch: without it there is nothing to compare.", [new("reward/std", "standard deviation", 4)]) { Minimum = 0 },
        new Chart("entropy", "Entropy", "Mean entropy of the next token in nats; near 0 early means that exploring has stopped.", [new("entropy", "entropy", 4)]) { Minimum = 0 },
        new Chart("length", "Length", "Tokens of a completion.",
            [new("completion-tokens/mean", "mean", 1), new("completion-tokens/max", "longest", 5, LineStyle.Plain)]) { Minimum = 0 },
        new Chart(Truncation, "Truncated answers", "Completions cut by the token budget: what is cut can hardly be right.",
            [new("truncation", "training batch", 1)]) { Minimum = 0, Maximum = 1, IsShare = true },
        new Chart("clip-fraction", "Clip fraction", "Tokens whose clipped branch is the smaller.", [new("clip-fraction", "clip fraction", 2)]) { Minimum = 0, IsShare = true },
        new Chart("zero-variance", "Zero-variance groups", "Groups whose rewards are all equal: no gradient.", [new("zero-variance", "share of groups", 5)]) { Minimum = 0, Maximum = 1, IsShare = true },
        new Chart("kl", "KL", "Behaviour to current policy in nats per token (k1 may be negative in a batch, k3 cannot), and current to reference policy where there is one.",
            [new("kl/k1", "k1", 4), new("kl/k3", "k3", 1), new("kl/reference", "to the reference", 2)]),
        new Chart("gradient-norm", "Gradient norm", "Global norm before clipping.", [new("gradient-norm", "norm", 2)]) { Minimum = 0 },
        new Chart("learning-rate", "Learning rate", "Rate of each step.", [new("learning-rate", "rate", 3, LineStyle.Plain)]) { Minimum = 0 },
        new Chart("staleness", "Staleness", "Age of trained tokens in policy versions.",
            [new("staleness/mean", "mean", 1, LineStyle.Plain), new("staleness/max", "oldest", 5, LineStyle.Plain)]) { Minimum = 0 },
        new Chart("agreement", "Rollout and learner", "Greatest difference of log-probabilities for the same token: must stay at rounding error in a synchronous run.",
            [new("logprob-difference/max", "difference", 2, LineStyle.Plain)]) { Minimum = 0 },
        new Chart("tokens-per-second", "Tokens per second", "Generated tokens over the seconds of the step.", [new("tokens/per-second", "tokens/s", 3)]) { Minimum = 0 },
        new Chart(Time, "Time of a step", "Seconds, as the learner sees them.",
        [
            new("time/rollout", "rollout", 1), new("time/reward", "reward", 3), new("time/learn", "learn", 2), new("time/weights", "weights", 4),
            new("time/checkpoint", "checkpoint", 5), new("time/other", "other", 6),
        ]) { IsStacked = true },
    ];
}
