using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Core.Rewards;

namespace ToolZero.Core.Metrics;

/// <summary>Everything that is logged about one optimiser step.</summary>
/// <param name="Step">Optimiser step, from 0.</param>
/// <param name="Batch">What the batch says about the policy that sampled it.</param>
/// <param name="Update">What the update reports.</param>
/// <param name="Time">Where the seconds went.</param>
public sealed record StepMetrics(long Step, BatchStatistics Batch, UpdateStatistics Update, TimeSplit Time)
{
    /// <summary>Groups of equal rewards that others took the place of in this batch (dynamic sampling).</summary>
    public long Replaced { get; init; }

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All metrics in the order in which they are logged; docs/metrics.md has the same table.</summary>
    public static ImmutableArray<MetricDefinition> Definitions { get; } =
    [
        new("step", "steps", "Optimiser step, from 0: policy version `step` goes in, `step + 1` comes out", m => m.Step),
        new("reward/mean", "reward", "Mean total reward of the batch: format + weight·strict + (1 − weight)·general", m => m.Batch.RewardMean),
        new("reward/std", "reward", "Its standard deviation over the batch", m => m.Batch.RewardDeviation),
        new("reward/min", "reward", "Least total reward", m => m.Batch.RewardMinimum),
        new("reward/max", "reward", "Greatest total reward", m => m.Batch.RewardMaximum),
        new("reward/weight", "0 to 1", "Schedule weight of the strict component: sigma(t)", m => m.Batch.ScheduleWeight),
        new("reward/general", "reward", "Mean lenient component: recall − 0.5", m => m.Batch.General),
        new("reward/strict", "reward", "Mean exact component", m => m.Batch.Strict),
        new("success", "share", "Exact answers, equal as abstract syntax: the ast rate", m => m.Batch.Success),
        new("format", "share", "Completions in the required layout", m => Part(m, RewardParts.Format)),
        new("parsed", "share", "Completions whose body parses as calls", m => Part(m, RewardParts.Parsed)),
        new("multi", "share", "Multi samples with the right multiset of function names", m => Part(m, RewardParts.Multi)),
        new("bad-values", "values per sample", "Reference parameters supplied with a different value", m => Part(m, RewardParts.BadValues)),
        new("recall", "share", "Reference tokens that occur in the answer", m => Part(m, RewardParts.Recall)),
        new("precision", "share", "Answer tokens that occur in the reference; falls while recall rises when the lenient reward is hacked", m => Part(m, RewardParts.Precision)),
        new("calls", "calls per sample", "Calls parsed", m => Part(m, RewardParts.Calls)),
        new("turns", "turns per sample", "Turns of the model in an episode; 0 without an environment", m => Part(m, RewardParts.Turns)),
        new("environment-fault", "share", "Episodes whose environment threw or answered too much", m => Part(m, RewardParts.EnvironmentFault)),
        new("overlong", "reward", "Mean punishment of overlong completions; in the total reward", m => Part(m, RewardParts.Overlong)),
        new("answer-length", "characters", "Length of the answer body", m => Part(m, RewardParts.AnswerLength)),
        new("completion-tokens/mean", "tokens", "Length of a completion", m => m.Batch.CompletionTokens),
        new("completion-tokens/max", "tokens", "Length of the longest completion", m => m.Batch.CompletionTokensMaximum),
        new("truncation", "share", "Completions cut by the token budget", m => m.Batch.Truncation),
        new("zero-variance", "share", "Groups whose rewards are all equal: no gradient", m => m.Batch.ZeroVariance),
        new("replaced", "groups", "Groups of equal rewards that further ones took the place of before the batch was full: dynamic sampling", m => m.Replaced),
        new("staleness/mean", "versions", "Age of a trained token: step − policy version that sampled it", m => m.Batch.StalenessMean),
        new("staleness/max", "versions", "Age of the stalest token", m => m.Batch.StalenessMaximum),
        new("loss", "", "Policy loss", m => m.Update.Loss),
        new("entropy", "nats", "Mean entropy of the next-token distribution, over the tokens of groups with unequal rewards; `null` without any", m => m.Update.Entropy),
        new("clip-fraction", "share", "Tokens whose clipped branch is the smaller", m => m.Update.ClipFraction),
        new("kl/k1", "nats", "Behaviour to current policy, mean of −log ratio", m => m.Update.KlK1),
        new("kl/k3", "nats", "Behaviour to current policy, mean of ratio − 1 − log ratio", m => m.Update.KlK3),
        new("kl/reference", "nats", "Current to reference policy (the base model), k3; 0 without one, that is with `algorithm.kl-weight = 0`", m => m.Update.KlReference),
        new("ratio/max", "", "Greatest importance ratio", m => m.Update.RatioMaximum),
        new("logprob-difference/max", "nats", "Greatest difference between rollout and learner for the same token; with stale samples it holds what was learned in between too", m => m.Update.LogProbDifferenceMaximum),
        new("gradient-norm", "", "Global L2 norm before clipping; `null` when it was not finite and the update was left out", m => m.Update.GradientNorm),
        new("learning-rate", "", "Rate of this step", m => m.Update.LearningRate),
        new("tokens/generated", "tokens", "Tokens of all completions of the batch; what an environment answered does not count", m => m.Batch.GeneratedTokens),
        new("tokens/trained", "tokens", "Tokens that a gradient was computed for: those with loss mask 1 in groups with unequal rewards", m => m.Update.TrainedTokens),
        new("tokens/per-second", "tokens/s", "Generated tokens over the seconds of the step", m => m.Time.Step > 0 ? m.Batch.GeneratedTokens / m.Time.Step : 0),
        new("time/step", "s", "Wall time of the step", m => m.Time.Step),
        new("time/rollout", "s", "Waiting for generation", m => m.Time.Rollout),
        new("time/reward", "s", "Waiting for scores after the last trajectory", m => m.Time.Reward),
        new("time/learn", "s", "Forward, backward, optimiser", m => m.Time.Learn),
        new("time/weights", "s", "Publishing the new version", m => m.Time.Weights),
        new("time/checkpoint", "s", "Writing a checkpoint", m => m.Time.Checkpoint),
        new("time/other", "s", "The rest of the step", m => m.Time.Other),
    ];

    /// <summary>Name and value of every metric, in the order of <see cref="Definitions"/>.</summary>
    public ImmutableArray<KeyValuePair<string, double>> Flatten() => [.. Definitions.Select(d => KeyValuePair.Create(d.Name, d.Value(this)))];

    /// <summary>
    /// The line of metrics.jsonl: every metric by name (null when not finite), <c>bottleneck</c>, and <c>byCategory</c> with samples, reward and success.
    /// </summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Compact))
        {
            json.WriteStartObject();
            foreach (var (name, value) in Flatten())
            {
                if (double.IsFinite(value)) json.WriteNumber(name, value);
                else json.WriteNull(name);
            }

            json.WriteString("bottleneck", Time.Bottleneck);
            json.WriteStartObject("byCategory");
            foreach (var (category, statistics) in Batch.ByCategory)
            {
                json.WriteStartObject(category);
                json.WriteNumber("samples", statistics.Samples);
                json.WriteNumber("reward", statistics.Reward);
                json.WriteNumber("success", statistics.Success);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Mean of a part; 0 for a rule that does not log it.</summary>
    private static double Part(StepMetrics metrics, string name) => metrics.Batch.Parts.GetValueOrDefault(name);
}
