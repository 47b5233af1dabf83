using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Node;
using ToolZero.Actors.Weights;
using ToolZero.Core.Advantages;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rewards.Schedules;
using ToolZero.Model.Adapters;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Hosting;

/// <summary>Turns checked keys into settings, resolves <c>auto</c>, and finds keys that contradict each other.</summary>
internal static class RunSettingsReader
{
    // The paper's constants hold for runs of this length; shorter runs scale them (method, section 2).
    private const long LongRun = 100;

    public static RunSettings Read(RunConfiguration c)
    {
        ArgumentNullException.ThrowIfNull(c);
        var steps = c.Get<long>("run.steps");
        var settings = new RunSettings(
            new RunSection(c.Get<string>("run.name"), c.Get<string>("run.folder"), Seed(c, "run.seed"), steps),
            new ModelSection(c.Get<string>("model.path"), c.Get<string>("model.dtype"), c.Get<string>("model.device"), Adapters(c)),
            new DataSection(
                c.Get<string>("data.train"),
                c.Get<string>("data.evaluation"),
                Int(c, "data.toolworld.train-tasks"),
                Seed(c, "data.toolworld.seed")),
            new PromptSection(c.Get<string>("prompt.format"), Int(c, "prompt.max-tokens")),
            Reward(c, steps),
            Rollout(c),
            Learner(c),
            Algorithms.Read(c),
            Int(c, "staleness.max-versions"),
            new CheckpointSection(Int(c, "checkpoint.every-steps"), Int(c, "checkpoint.keep")),
            new EvaluationSection(
                Int(c, "evaluation.tasks"),
                Int(c, "evaluation.every-steps"),
                Int(c, "evaluation.max-tokens"),
                Int(c, "evaluation.max-rows")),
            new WeightsSettings(
                Int(c, "weights.fan-out"),
                Int(c, "weights.full-every"),
                Int(c, "weights.frame-bytes"),
                Int(c, "weights.credits"),
                Int(c, "weights.keep"),
                c.Get<long>("weights.keep-bytes"),
                c.Get<TimeSpan>("weights.deadline"),
                c.Get<TimeSpan>("weights.stall"),
                Int(c, "weights.port")),
            new SupervisionSettings(
                Int(c, "supervision.max-restarts"),
                c.Get<TimeSpan>("supervision.within"),
                c.Get<TimeSpan>("supervision.min-backoff"),
                c.Get<TimeSpan>("supervision.max-backoff")))
        {
            Environment = new EnvironmentSettings(
                c.Get<string>("environment.name"),
                Int(c, "environment.max-turns"),
                c.Get<TimeSpan>("environment.deadline"),
                c.Get<TimeSpan>("environment.episode-deadline"),
                Int(c, "environment.max-answer"),
                c.Get<string>("environment.assembly"),
                c.Get<string>("environment.type")),
            KeepPayloads = c.Get<string>("ledger.keep-payloads") == "all" ? PayloadRetention.All : PayloadRetention.Checkpoints,
            LogLevel = c.Akka.GetString("akka.loglevel", "") ?? "",
        };
        var wrong = Contradictions(settings).ToList();
        return wrong.Count == 0 ? settings : throw new DataException(string.Join("; ", wrong));
    }

    private static AdapterSettings? Adapters(RunConfiguration c)
    {
        var targets = c.Get<ImmutableArray<string>>("model.lora.targets");
        if (targets.IsEmpty || targets.Any(t => !AdapterSettings.AllTargets.Contains(t)))
            throw new DataException($"toolzero.model.lora.targets = [{string.Join(", ", targets)}]: expected at least one of {string.Join(", ", AdapterSettings.AllTargets)}, and nothing else");
        return Int(c, "model.lora.rank") is > 0 and var rank ? AdapterSettings.Of(rank, c.Get<double>("model.lora.alpha"), targets) : null;
    }

    private static RewardSection Reward(RunConfiguration c, long steps) => new(
        new RewardRuleSettings(
            c.Get<string>("reward.rule"),
            new RewardSettings(
                c.Get<double>("reward.ast-failure"),
                c.Get<string>("reward.value-penalty") == "any" ? ValuePenalty.Any : ValuePenalty.PerValue,
                c.Get<string>("reward.tokens") == "atomic" ? ReferenceTokens.Atomic : ReferenceTokens.Literal),
            c.Get<string>("reward.tool-rl.variant"),
            c.Get<string>("reward.tool-n1.variant"),
            c.Get<string>("reward.assembly"),
            c.Get<string>("reward.type")),
        new ScheduleSettings(
            c.Get<string>("reward.schedule.kind"),
            NumberOr(c, "reward.schedule.midpoint", steps < LongRun ? 0.2 * steps : 25),
            NumberOr(c, "reward.schedule.kappa", steps < LongRun ? 10.0 / steps : 0.1),
            c.Get<double>("reward.schedule.constant")),
        c.Get<double>("reward.overlong.buffer"),
        c.Get<double>("reward.overlong.penalty"),
        Int(c, "reward.workers"),
        c.Get<TimeSpan>("reward.deadline"));

    private static RolloutSection Rollout(RunConfiguration c) => new(
        Int(c, "rollout.workers"),
        Int(c, "rollout.group-size"),
        Int(c, "rollout.groups-per-lease"),
        Int(c, "rollout.max-rows"),
        Int(c, "rollout.max-tokens"),
        c.Get<double>("rollout.temperature"),
        c.Get<double>("rollout.top-p"),
        Int(c, "rollout.top-k"),
        c.Get<double>("rollout.min-p"),
        c.Get<ImmutableArray<string>>("rollout.stop"),
        c.Get<TimeSpan>("rollout.lease-deadline"),
        Int(c, "rollout.max-attempts"));

    private static LearnerSection Learner(RunConfiguration c) => new(
        Int(c, "learner.prompts-per-batch"),
        c.Get<double>("learner.learning-rate"),
        c.Get<long>("learner.warm-up-steps"),
        c.Get<string>("learner.schedule"),
        c.Get<double>("learner.final-ratio"),
        c.Get<double>("learner.weight-decay"),
        c.Get<double>("learner.beta1"),
        c.Get<double>("learner.beta2"),
        c.Get<double>("learner.epsilon"),
        c.Get<double>("learner.clip-low"),
        c.Get<double>("learner.clip-high"),
        c.Get<double>("learner.truncated-importance"),
        c.Get<double>("learner.gradient-clip"),
        Int(c, "learner.micro-batch-tokens"),
        Int(c, "learner.threads"));

    private static IEnumerable<string> Contradictions(RunSettings s)
    {
        if (s.Rollout.MaxRows < s.Rollout.GroupSize)
            yield return $"toolzero.rollout.max-rows = {s.Rollout.MaxRows}: expected at least rollout.group-size = {s.Rollout.GroupSize}, the rows of one group";
        if (s.Weights.FrameBytes % WeightManifest.MinFrameBytes != 0)
            yield return $"toolzero.weights.frame-bytes = {Units.Write((long)s.Weights.FrameBytes)}: expected a multiple of {Units.Write((long)WeightManifest.MinFrameBytes)}";
        if (s.Supervision.MaxBackoff < s.Supervision.MinBackoff)
            yield return $"toolzero.supervision.max-backoff = {Units.Write(s.Supervision.MaxBackoff)}: expected at least supervision.min-backoff = {Units.Write(s.Supervision.MinBackoff)}";
        if (s.Reward.Rule is { Rule: RewardRules.Custom } rule && (rule.Assembly.Length == 0 || rule.Type.Length == 0))
            yield return "toolzero.reward.rule = custom: expected reward.assembly and reward.type, the file and the class of the rule";
        if (s.Environment is { Name: EnvironmentSettings.CustomName } environment && (environment.Assembly.Length == 0 || environment.Type.Length == 0))
            yield return "toolzero.environment.name = custom: expected environment.assembly and environment.type, the file and the class of the environment";
        if (s.Algorithm is { DynamicSampling: > 0, Advantage: AdvantageEstimator.Plain })
            yield return "toolzero.algorithm.dynamic-sampling: expected 0 with algorithm.advantage = plain, to which groups of equal rewards are no worse than others";
        if (s.Rollout.GroupSize == 1 && s.Algorithm.Advantage != AdvantageEstimator.Plain)
            yield return "toolzero.rollout.group-size = 1: expected at least 2, or algorithm.advantage = plain: a sample that is compared with itself has no advantage";
        if (s.Rollout.Stop.Any(string.IsNullOrEmpty))
            yield return "toolzero.rollout.stop holds an empty text: it would end every completion at once, leave it out";
    }

    private static int Int(RunConfiguration c, string path) => (int)c.Get<long>(path);

    private static ulong Seed(RunConfiguration c, string path) => (ulong)c.Get<long>(path);

    private static double NumberOr(RunConfiguration c, string path, double automatic) =>
        c.Get<object>(path) is double number ? number : automatic;
}
