using ToolZero.Actors.Evaluation;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Reward;
using ToolZero.Actors.Rollout;
using ToolZero.Actors.Weights;
using ToolZero.Core.Rewards;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Actors.Hosting;

/// <summary>How rollout actors work.</summary>
/// <param name="Settings">What they decide by.</param>
/// <param name="Engine">Makes the engine of one.</param>
/// <param name="Model">What the weights must be like that come from another node.</param>
/// <param name="Device">Where they compute.</param>
public sealed record RolloutParts(RolloutSettings Settings, Func<IRolloutEngine> Engine, WeightsModel Model, Device Device);

/// <summary>How weights leave and reach a process.</summary>
/// <param name="Settings">What is decided by.</param>
/// <param name="Place">Where the process is.</param>
public sealed record TransferParts(WeightsSettings Settings, WeightsPlace Place);

/// <summary>How a reward pool works.</summary>
/// <param name="Pool">Its size and deadline.</param>
/// <param name="Rule">The rule.</param>
public sealed record ScoringParts(RewardPoolSettings Pool, IReward Rule);

/// <summary>What the roles of a process work with; null = the process does not have the role.</summary>
public sealed record RoleParts(TimeProvider Time)
{
    /// <summary>Between two renewals of what may have been missed: subscriptions, requests, greetings.</summary>
    public static TimeSpan Period { get; } = TimeSpan.FromSeconds(1);

    public LearnerServices? Learner { get; init; }

    /// <summary>Evaluations; where the learner is.</summary>
    public EvaluationServices? Evaluation { get; init; }

    public RolloutParts? Rollout { get; init; }

    public ScoringParts? Reward { get; init; }

    /// <summary>Null where weights pass by reference.</summary>
    public TransferParts? Transfer { get; init; }

    /// <summary>The learner of the run whose checkpoints are in <paramref name="checkpoints"/>.</summary>
    public static LearnerServices LearnerOf(RunSettings settings, RunInputs inputs, string checkpoints, TimeProvider time) => new(
        new CheckpointStore(checkpoints, settings.Checkpoint.Keep),
        settings.Run.Seed,
        checkpoint => ModelTrainer.Create(checkpoint, inputs.LoadWeights, inputs.Tokenizer, inputs.Trainer, inputs.Adapters),
        time);

    /// <param name="settings">Settings of the run.</param>
    /// <param name="inputs">With the held-out tasks.</param>
    public static EvaluationServices? EvaluationOf(RunSettings settings, RunInputs inputs)
    {
        if (inputs.HeldOut.IsEmpty) return null;
        var evaluator = new Evaluator(inputs.EvaluationEngine, inputs.Reward, settings.Learner.Threads);
        return new EvaluationServices(
            settings.Evaluation.EverySteps,
            (snapshot, cancellation) => evaluator.Run(((IPolicyWeights)snapshot.Weights).Decoder, inputs.HeldOut, cancellation),
            async (folder, cancellation) =>
            {
                using var weights = inputs.LoadWeights(folder.Length == 0 ? null : folder);
                return await evaluator.Run(weights, inputs.HeldOut, cancellation);
            },
            Period);
    }

    public static RolloutParts RolloutOf(RunSettings settings, RunInputs inputs) => new(
        new RolloutSettings(settings.MaxStaleness == 0, settings.Rollout.GroupSize, settings.Rollout.MaxRows, settings.Rollout.LeaseDeadline, Period),
        () => new ModelEngine(inputs.RolloutEngine),
        new WeightsModel(inputs.Config, inputs.Type)
        {
            Adapters = inputs.Adapters is { } adapters ? new AdapterModel(adapters.Settings, new Lazy<DecoderWeights>(() => inputs.LoadWeights(null))) : null,
        },
        ModelDevices.Of(settings.Model.Device));

    public static ScoringParts RewardOf(RunSettings settings, IReward rule) =>
        new(new RewardPoolSettings(settings.Reward.Workers, settings.Reward.Deadline, settings.Rollout.MaxAttempts) { Overlong = settings.Overlong }, rule);
}
