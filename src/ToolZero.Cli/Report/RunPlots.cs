using System.Collections.Immutable;

namespace ToolZero.Cli.Report;

/// <summary>Which pictures the report has, and what each is for.</summary>
public static class RunPlots
{
    /// <summary>All pictures in the order of the page.</summary>
    public static ImmutableArray<Plot> Of(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var m = run.Metrics;
        double[] evaluated = [.. run.Evaluations.Keys.Select(s => (double)s)];
        PlotSeries Line(string metric, string name, int color, SeriesStyle style = SeriesStyle.Smoothed) => new(name, m.Steps, m.Column(metric), color, style);
        PlotSeries HeldOut(string name, Func<Evaluation, double> value, int color) =>
            new(name, evaluated, [.. run.Evaluations.Values.Select(value)], color, SeriesStyle.Points);
        return
        [
            new Plot("success", "Success", "Exact answers: held-out tools (greedy) and the batches that were trained (sampled).",
                [Line("success", "training batch", 1), HeldOut("held-out", e => e.Success, 2)]) { Minimum = 0, Maximum = 1, IsShare = true },
            new Plot("reward", "Reward", "Mean total reward: format + weight × strict + (1 − weight) × general.",
                [Line("reward/mean", "total", 1), Line("format", "format", 3)]),
            new Plot("reward-parts", "Reward parts and schedule", "The exact and the lenient component, and the weight that moves from one to the other.",
                [Line("reward/strict", "strict", 2), Line("reward/general", "general", 4), Line("reward/weight", "weight of strict", 5, SeriesStyle.Dashed)]),
            new Plot("format", "Format rate", "Completions in the required layout, and bodies that parse as calls.",
                [Line("format", "format", 3), Line("parsed", "parsed", 1), HeldOut("held-out format", e => e.Format, 2)]) { Minimum = 0, Maximum = 1, IsShare = true },
            new Plot("overlap", "Recall and precision", "Recall up while precision falls: the lenient reward is being exploited.",
                [Line("recall", "recall", 1), Line("precision", "precision", 2)]) { Minimum = 0, Maximum = 1, IsShare = true },
            new Plot("calls", "Calls", "Calls per completion, and reference parameters supplied with a different value.",
                [Line("calls", "calls", 1), Line("bad-values", "wrong values", 2)]) { Minimum = 0 },
            new Plot("spread", "Spread of the reward", "Standard deviation over the batch: without it there is nothing to compare.", [Line("reward/std", "standard deviation", 4)]) { Minimum = 0 },
            new Plot("entropy", "Entropy", "Mean entropy of the next token in nats; near 0 early means that exploring has stopped.", [Line("entropy", "entropy", 4)]) { Minimum = 0 },
            new Plot("length", "Length", "Tokens of a completion.",
                [Line("completion-tokens/mean", "mean", 1), Line("completion-tokens/max", "longest", 5, SeriesStyle.Plain)]) { Minimum = 0 },
            new Plot("clip-fraction", "Clip fraction", "Tokens whose clipped branch is the smaller.", [Line("clip-fraction", "clip fraction", 2)]) { Minimum = 0, IsShare = true },
            new Plot("zero-variance", "Zero-variance groups", "Groups whose rewards are all equal: no gradient.", [Line("zero-variance", "share of groups", 5)]) { Minimum = 0, Maximum = 1, IsShare = true },
            new Plot("kl", "KL", "Behaviour to current policy in nats per token; k1 may be negative in a batch, k3 cannot.",
                [Line("kl/k1", "k1", 4), Line("kl/k3", "k3", 1)]),
            new Plot("gradient-norm", "Gradient norm", "Global norm before clipping.", [Line("gradient-norm", "norm", 2)]) { Minimum = 0 },
            new Plot("learning-rate", "Learning rate", "Rate of each step.", [Line("learning-rate", "rate", 3, SeriesStyle.Plain)]) { Minimum = 0 },
            new Plot("staleness", "Staleness", "Age of trained tokens in policy versions.",
                [Line("staleness/mean", "mean", 1, SeriesStyle.Plain), Line("staleness/max", "oldest", 5, SeriesStyle.Plain)]) { Minimum = 0 },
            new Plot("agreement", "Rollout and learner", "Greatest difference of log-probabilities for the same token and version: must stay at rounding error.",
                [Line("logprob-difference/max", "difference", 2, SeriesStyle.Plain)]) { Minimum = 0 },
            new Plot("tokens-per-second", "Tokens per second", "Generated tokens over the seconds of the step.", [Line("tokens/per-second", "tokens/s", 3)]) { Minimum = 0 },
            new Plot("time", "Time of a step", "Seconds, as the learner sees them.",
            [
                Line("time/rollout", "rollout", 1), Line("time/reward", "reward", 3), Line("time/learn", "learn", 2), Line("time/weights", "weights", 4),
                Line("time/checkpoint", "checkpoint", 5), Line("time/other", "other", 6),
            ]) { IsStacked = true },
        ];
    }
}
