using System.Collections.Immutable;
using ToolZero.Core.Environments;
using ToolZero.Core.Prompts;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rewards.Schedules;
using ToolZero.Model.Weights.Transfer;
using static ToolZero.Actors.Hosting.KeyKind;

namespace ToolZero.Actors.Hosting;

/// <summary>One key below <c>toolzero</c>.</summary>
public sealed record ConfigurationKey(string Path, KeyKind Kind)
{
    /// <summary>It is about a process, not about the run: kept with no run and told to no other node.</summary>
    public bool IsOfProcess { get; init; }
}

/// <summary>Every key and what it may hold; <c>hocon/toolzero.conf</c> has the defaults. Tests hold both and docs/configuration.md together.</summary>
public static class ConfigurationKeys
{
    private static readonly Number Share = new(0, 1);
    private static readonly Integer Count = new(1, 1_000_000);
    private static readonly Integer CountOrNone = new(0, 1_000_000);
    private static readonly Integer Tokens = new(1, 1_048_576);
    private static readonly Integer Seed = new(0);
    private static readonly Integer Workers = new(1, 1024);
    private static readonly Duration Time = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(7));
    private static readonly Text Path = new("a path", ".*\\S.*");

    public static ImmutableArray<ConfigurationKey> All { get; } =
    [
        new("run.name", new Text("letters, digits, '.', '_' and '-', or nothing", "(?!\\.{1,2}\\z)[A-Za-z0-9._-]{0,128}")),
        new("run.folder", Path),
        new("run.seed", Seed),
        new("run.steps", Count),
        new("model.path", Path),
        new("model.dtype", new Choice("f32", "bf16", "f16")),
        new("model.device", new Text("cpu, cuda or cuda:N", "cpu|cuda(:[0-9]{1,3})?")),
        new("model.lora.rank", new Integer(0, 4096)),
        new("model.lora.alpha", new Number(0, 1e6, Above: true)),
        new("model.lora.targets", new TextList()),
        new("data.train", new Text("toolworld or a path", ".*\\S.*")),
        new("data.evaluation", new Text("toolworld or a path", ".*\\S.*")),
        new("data.toolworld.train-tasks", new Integer(1, 10_000_000)),
        new("data.toolworld.seed", Seed),
        new("prompt.format", new Choice(PromptFormats.Names)),
        new("prompt.max-tokens", Tokens),
        new("reward.rule", new Choice(RewardRules.Names)),
        new("reward.ast-failure", new Number(-1, 0)),
        new("reward.value-penalty", new Choice("per-value", "any")),
        new("reward.tokens", new Choice("literal", "atomic")),
        new("reward.tool-rl.variant", new Choice(RewardRules.ToolRlVariants)),
        new("reward.tool-n1.variant", new Choice(RewardRules.ToolN1Variants)),
        new("reward.assembly", new Text("a path, or nothing", ".*")),
        new("reward.type", new Text("the full name of a class, or nothing", ".*")),
        new("reward.schedule.kind", new Choice(WeightSchedules.Names)),
        new("reward.schedule.midpoint", new OrAuto(new Number(0, 1e6))),
        new("reward.schedule.kappa", new OrAuto(new Number(0, 1e6, Above: true))),
        new("reward.schedule.constant", Share),
        new("reward.overlong.buffer", Share),
        new("reward.overlong.penalty", new Number(0, 100)),
        new("reward.workers", Workers),
        new("reward.deadline", Time),
        new("environment.name", new Choice(EnvironmentSettings.Names)),
        new("environment.max-turns", new Integer(1, 64)),
        new("environment.deadline", Time),
        new("environment.episode-deadline", Time),
        new("environment.max-answer", new Integer(16, 1_048_576)),
        new("environment.assembly", new Text("a path, or nothing", ".*")),
        new("environment.type", new Text("the full name of a class, or nothing", ".*")),
        new("rollout.workers", Workers),
        new("rollout.group-size", new Integer(1, 4096)),
        new("rollout.groups-per-lease", new Integer(1, 65_536)),
        new("rollout.max-rows", new Integer(1, 65_536)),
        new("rollout.max-tokens", Tokens),
        new("rollout.temperature", new Number(0, 10)),
        new("rollout.top-p", new Number(0, 1, Above: true)),
        new("rollout.top-k", CountOrNone),
        new("rollout.min-p", new Number(0, 1, Below: true)),
        new("rollout.stop", new TextList()),
        new("rollout.lease-deadline", Time),
        new("rollout.max-attempts", new Integer(1, 1000)),
        new("learner.prompts-per-batch", new Integer(1, 65_536)),
        new("learner.learning-rate", Share),
        new("learner.warm-up-steps", CountOrNone),
        new("learner.schedule", new Choice("cosine", "constant")),
        new("learner.final-ratio", Share),
        new("learner.weight-decay", Share),
        new("learner.beta1", new Number(0, 1, Below: true)),
        new("learner.beta2", new Number(0, 1, Below: true)),
        new("learner.epsilon", new Number(0, 1, Above: true)),
        new("learner.clip-low", Share),
        new("learner.clip-high", new Number(0, 100)),
        new("learner.truncated-importance", new Number(0, 100)),
        new("learner.gradient-clip", new Number(0, 1e6)),
        new("learner.micro-batch-tokens", new Integer(1, 1_073_741_824)),
        new("learner.threads", Workers),
        new("algorithm.objective", new Choice(Algorithms.Objectives)),
        new("algorithm.aggregation", new Choice(Algorithms.Aggregations)),
        new("algorithm.constant-length", new OrAuto(Tokens)),
        new("algorithm.advantage", new Choice(Algorithms.Advantages)),
        new("algorithm.old-policy", new Choice(Algorithms.OldPolicies)),
        new("algorithm.kl-weight", new Number(0, 10)),
        new("algorithm.kl-estimator", new Choice(Algorithms.KlEstimators)),
        new("algorithm.entropy-bonus", new Number(0, 10)),
        new("algorithm.dynamic-sampling", new Number(0, 100)),
        new("staleness.max-versions", new Integer(0, 1000)),
        new("ledger.keep-payloads", new Choice("checkpoints", "all")),
        new("checkpoint.every-steps", CountOrNone),
        new("checkpoint.keep", new Integer(1, 10_000)),
        new("evaluation.tasks", CountOrNone),
        new("evaluation.every-steps", CountOrNone),
        new("evaluation.max-tokens", Tokens),
        new("evaluation.max-rows", new Integer(1, 65_536)),
        new("weights.fan-out", new Integer(1, 1024)),
        new("weights.full-every", CountOrNone),
        new("weights.frame-bytes", new Size(WeightManifest.MinFrameBytes, WeightManifest.MaxFrameBytes)),
        new("weights.credits", new Integer(1, 65_536)),
        new("weights.keep", new Integer(0, 1000)),
        new("weights.keep-bytes", new Size(0, 1L << 50)),
        new("weights.deadline", Time),
        new("weights.stall", Time),
        new("weights.port", new Integer(0, 65_535)),
        new("supervision.max-restarts", new Integer(0, 1000)),
        new("supervision.within", Time),
        new("supervision.min-backoff", Time),
        new("supervision.max-backoff", Time),
        new("telemetry.otlp-endpoint", new Text("an address such as http://collector:4317, or nothing", "(https?://[^\\s/]+(/\\S*)?)?")) { IsOfProcess = true },
        new("telemetry.otlp-protocol", new Choice("grpc", "http/protobuf")) { IsOfProcess = true },
        new("telemetry.log-format", new Choice("text", "json")) { IsOfProcess = true },
    ];

    private static readonly ImmutableSortedDictionary<string, ConfigurationKey> ByPath =
        All.ToImmutableSortedDictionary(k => k.Path, k => k, StringComparer.Ordinal);

    public static ConfigurationKey? Find(string path) => ByPath.GetValueOrDefault(path);

    /// <summary>True for <c>rollout</c>, <c>reward.schedule</c> and the like.</summary>
    public static bool IsSection(string path) => All.Any(k => k.Path.StartsWith(path + ".", StringComparison.Ordinal));

    /// <summary>The known key that is written most like this one; a key with the same last word counts as three letters nearer.</summary>
    public static string Nearest(string path)
    {
        // Of a very long path only the beginning counts.
        if (path.Length > 200) path = path[..200];
        var word = path[(path.LastIndexOf('.') + 1)..];
        return All.Select(k => k.Path)
            .MinBy(known => Core.Text.Nearest.Edits(path, known) - (known.EndsWith("." + word, StringComparison.Ordinal) ? 3 : 0))!;
    }
}
