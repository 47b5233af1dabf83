using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Node;
using ToolZero.Actors.Weights;
using ToolZero.Core.Advantages;
using ToolZero.Core.Environments;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rewards.Schedules;
using ToolZero.Model.Adapters;
using ToolZero.Model.Training;

namespace ToolZero.Actors.Hosting;

/// <summary>The settings of a run as types: what hocon/toolzero.conf says about a key holds for the member of its name.</summary>
public sealed record RunSettings(
    RunSection Run,
    ModelSection Model,
    DataSection Data,
    PromptSection Prompt,
    RewardSection Reward,
    RolloutSection Rollout,
    LearnerSection Learner,
    AlgorithmSection Algorithm,
    int MaxStaleness,
    CheckpointSection Checkpoint,
    EvaluationSection Evaluation,
    WeightsSettings Weights,
    SupervisionSettings Supervision)
{
    /// <summary>What the coordinator decides by.</summary>
    public CoordinatorSettings Coordinator => new(
        Run.Steps,
        Learner.PromptsPerBatch,
        Rollout.GroupsPerLease,
        MaxStaleness,
        Rollout.LeaseDeadline,
        Rollout.MaxAttempts,
        Checkpoint.EverySteps)
    {
        Live = new LiveSettings(Learner.LearningRate, Learner.ClipLow, Learner.ClipHigh, Rollout.Temperature, Reward.Schedule, LogLevel),
        KeepPayloads = KeepPayloads,
        TruncatedImportance = Learner.TruncatedImportance,
        DynamicSampling = Algorithm.DynamicSampling,
    };

    /// <summary>What executes calls (<c>environment</c>).</summary>
    public EnvironmentSettings Environment { get; init; } = EnvironmentSettings.None;

    /// <summary>What long completions lose.</summary>
    public OverlongShaping Overlong => new(Rollout.MaxTokens, (int)Math.Round(Reward.OverlongBuffer * Rollout.MaxTokens), Reward.OverlongPenalty);

    /// <summary>Payloads of trained groups (<c>ledger.keep-payloads</c>).</summary>
    public PayloadRetention KeepPayloads { get; init; }

    /// <summary>Least important messages that the actor system logs (<c>akka.loglevel</c>).</summary>
    public string LogLevel { get; init; } = "";

    /// <exception cref="Core.Data.DataException">Keys contradict each other: all that do, in one line.</exception>
    public static RunSettings From(RunConfiguration configuration) => RunSettingsReader.Read(configuration);
}

/// <summary><c>run</c>.</summary>
public sealed record RunSection(string Name, string Folder, ulong Seed, long Steps);

/// <summary><c>model</c>; with <c>model.lora.rank = 0</c> there are no adapters.</summary>
public sealed record ModelSection(string Path, string Dtype, string Device, AdapterSettings? Adapters);

/// <summary><c>data</c>: <c>toolworld</c> or a path.</summary>
public sealed record DataSection(string Train, string Evaluation, int ToolWorldTrainTasks, ulong ToolWorldSeed)
{
    /// <summary>The name of the generated tasks.</summary>
    public const string ToolWorld = "toolworld";
}

/// <summary><c>prompt</c>.</summary>
public sealed record PromptSection(string Format, int MaxTokens);

/// <summary><c>reward</c>; in the schedule every <c>auto</c> is a number.</summary>
public sealed record RewardSection(
    RewardRuleSettings Rule, ScheduleSettings Schedule, double OverlongBuffer, double OverlongPenalty, int Workers, TimeSpan Deadline);

/// <summary><c>rollout</c>.</summary>
public sealed record RolloutSection(
    int Workers,
    int GroupSize,
    int GroupsPerLease,
    int MaxRows,
    int MaxTokens,
    double Temperature,
    double TopP,
    int TopK,
    double MinP,
    ImmutableArray<string> Stop,
    TimeSpan LeaseDeadline,
    int MaxAttempts);

/// <summary><c>learner</c>.</summary>
public sealed record LearnerSection(
    int PromptsPerBatch,
    double LearningRate,
    long WarmUpSteps,
    string Schedule,
    double FinalRatio,
    double WeightDecay,
    double Beta1,
    double Beta2,
    double Epsilon,
    double ClipLow,
    double ClipHigh,
    double TruncatedImportance,
    double GradientClip,
    int MicroBatchTokens,
    int Threads);

/// <summary><c>algorithm</c>; <c>auto</c> is a number.</summary>
public sealed record AlgorithmSection(
    PolicyObjective Objective,
    LossAggregation Aggregation,
    double ConstantLength,
    AdvantageEstimator Advantage,
    OldPolicy Old,
    double KlWeight,
    KlEstimator Kl,
    double EntropyBonus,
    double DynamicSampling);

/// <summary><c>checkpoint</c>.</summary>
public sealed record CheckpointSection(int EverySteps, int Keep);

/// <summary><c>evaluation</c>.</summary>
public sealed record EvaluationSection(int Tasks, int EverySteps, int MaxTokens, int MaxRows);
