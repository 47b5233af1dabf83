using System.Collections.Immutable;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Rollout;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;
using ToolZero.Core.Prompts;
using ToolZero.Core.Rewards;
using ToolZero.Core.ToolWorld;
using ToolZero.Model.Adapters;
using ToolZero.Model.Configuration;
using ToolZero.Model.Generation;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Actors.Hosting;

/// <summary>What a process of the run reads besides shape and tokenizer of the model.</summary>
[Flags]
public enum InputParts
{
    None = 0,

    /// <summary>Training tasks.</summary>
    Training = 1,

    /// <summary>Tasks of the evaluations.</summary>
    HeldOut = 2,

    /// <summary>The weights of the base model: not read, but checked.</summary>
    Weights = 4,

    All = Training | HeldOut | Weights,
}

/// <summary>Everything a run reads from outside, checked: model, tokenizer, tasks, reward.</summary>
public sealed class RunInputs
{
    private readonly RunSettings _settings;

    private RunInputs(RunSettings settings, IReward? reward)
    {
        _settings = settings;
        Config = Checkpoint.ReadConfig(settings.Model.Path);
        Tokenizer = TextTokenizer.Load(Checkpoint.TokenizerFolder(settings.Model.Path));
        Prompt = PromptFormats.Create(settings.Prompt.Format);
        Reward = new GuardedReward(reward ?? RewardOf(settings), settings.Reward.Deadline);
        Environments = settings.Environment.Create();
        if (Tokenizer.VocabSize > Config.VocabSize)
            throw new DataException($"{settings.Model.Path}: the tokenizer has {Tokenizer.VocabSize} tokens, the model only {Config.VocabSize}");
    }

    public ModelConfig Config { get; }

    public TextTokenizer Tokenizer { get; }

    public IPromptFormat Prompt { get; }

    /// <summary>The rule, behind <c>reward.deadline</c> for each completion.</summary>
    public GuardedReward Reward { get; }

    /// <summary>What executes calls; null = nothing, a completion is one turn.</summary>
    public IEnvironmentFactory? Environments { get; }

    public ImmutableArray<ToolTask> Training { get; private set; } = [];

    public ImmutableArray<ToolTask> HeldOut { get; private set; } = [];

    /// <summary>What the user should know about them: rows refused, tasks dropped.</summary>
    public ImmutableArray<string> Notices { get; private set; } = [];

    /// <summary>The trainer's settings. Stale data needs its own correction: with η &gt; 0 every token is weighted by min(π_old / π_behaviour, C) (decoupled PPO).</summary>
    public TrainerSettings Trainer => TrainerOf(_settings);

    internal static TrainerSettings TrainerOf(RunSettings settings) => new(
        new PolicyLossSettings(
            settings.Algorithm.Objective,
            settings.Algorithm.Aggregation,
            settings.Learner.ClipLow,
            settings.Learner.ClipHigh,
            settings.Algorithm.ConstantLength,
            KlWeight: settings.Algorithm.KlWeight,
            Old: settings.Algorithm.Old,
            Kl: settings.Algorithm.Kl,
            EntropyBonus: settings.Algorithm.EntropyBonus,
            TruncatedImportance: settings.MaxStaleness > 0 ? settings.Learner.TruncatedImportance : 0),
        new AdamWSettings(settings.Learner.Beta1, settings.Learner.Beta2, settings.Learner.Epsilon, settings.Learner.WeightDecay),
        settings.Algorithm.Advantage,
        GradientClip: settings.Learner.GradientClip,
        MicroBatchTokens: settings.Learner.MicroBatchTokens,
        Threads: settings.Learner.Threads);

    /// <summary>How the learning rate goes.</summary>
    public LearningRateSchedule LearningRate => new(
        _settings.Learner.Schedule == "cosine" ? LearningRateShape.Cosine : LearningRateShape.Constant,
        _settings.Learner.LearningRate,
        _settings.Run.Steps,
        _settings.Learner.WarmUpSteps,
        _settings.Learner.FinalRatio);

    /// <summary>Sampling of training rollouts.</summary>
    public ModelEngineSettings RolloutEngine => new(
        Tokenizer,
        Config,
        Prompt,
        new EngineSettings(_settings.Rollout.MaxRows),
        _settings.Rollout.GroupSize,
        new SamplingSettings(
            _settings.Rollout.Temperature, _settings.Rollout.TopP, _settings.Rollout.TopK, _settings.Rollout.MinP, _settings.Rollout.MaxTokens, _settings.Rollout.Stop),
        _settings.Run.Seed)
    {
        Environments = Environments,
        Environment = _settings.Environment,
    };

    /// <summary>Greedy sampling of evaluations.</summary>
    public ModelEngineSettings EvaluationEngine => RolloutEngine with
    {
        Engine = new EngineSettings(_settings.Evaluation.MaxRows),
        Samples = 1,
        Sampling = SamplingSettings.Greedy(_settings.Evaluation.MaxTokens) with { StopSequences = _settings.Rollout.Stop },
    };

    /// <summary>Reads and checks everything.</summary>
    /// <exception cref="DataException">What is wrong, where, and what to do.</exception>
    public static RunInputs Load(RunSettings settings, IReward? reward = null) => Load(settings, InputParts.All, reward);

    /// <summary>The same without the training tasks.</summary>
    /// <exception cref="DataException">What is wrong, where, and what to do.</exception>
    public static RunInputs LoadHeldOut(RunSettings settings) => Load(settings, InputParts.HeldOut | InputParts.Weights);

    /// <summary>The configured rule, with an environment the verdict of it: all that a reward node needs.</summary>
    /// <exception cref="DataException">There is no such rule.</exception>
    public static IReward RewardOf(RunSettings settings)
    {
        var calls = PromptFormats.Create(settings.Prompt.Format).Calls;
        return settings.Environment.IsNone || settings.Reward.Rule.Rule == RewardRules.Custom ? RewardRules.Create(settings.Reward.Rule, calls) : new EpisodeReward(calls);
    }

    /// <summary>Reads and checks these parts.</summary>
    /// <exception cref="DataException">What is wrong, where, and what to do.</exception>
    public static RunInputs Load(RunSettings settings, InputParts parts, IReward? reward = null)
    {
        var inputs = new RunInputs(settings, reward);
        if (parts.HasFlag(InputParts.Weights))
        {
            if (settings.Model.Adapters is not null && AdapterFolder.Is(settings.Model.Path))
                throw new DataException($"model.path = {settings.Model.Path}: holds adapters, and model.lora.rank = {settings.Model.Adapters.Rank} needs a whole model; name their base, or train from them with model.lora.rank = 0");
            Checkpoint.Check(settings.Model.Path);
            ModelDevices.Of(settings.Model.Device);
        }

        var notices = new List<string>();
        ImmutableArray<ToolTask> Tasks(string source, ToolWorldSplit split, int generated, int most, int maxNewTokens)
        {
            var from = new TaskSource(source);
            var data = from.IsGenerated && !settings.Environment.IsNone
                ? new Dataset(source, ToolWorldGenerator.GenerateEpisodes(split, settings.Data.ToolWorldSeed, generated), [])
                : from.Load(split, settings.Data.ToolWorldSeed, generated);
            notices.AddRange(data.Refused.Select(row => $"refused {row}"));
            return inputs.Fitting(inputs.Writable([.. data.Tasks.Take(most)], source, notices), maxNewTokens, source, notices);
        }

        var (training, heldOut) = (settings.Data.ToolWorldTrainTasks, settings.Evaluation.Tasks);
        if (parts.HasFlag(InputParts.Training)) inputs.Training = Tasks(settings.Data.Train, ToolWorldSplit.Training, training, int.MaxValue, settings.Rollout.MaxTokens);
        if (heldOut > 0 && parts.HasFlag(InputParts.HeldOut)) inputs.HeldOut = Tasks(settings.Data.Evaluation, ToolWorldSplit.HeldOut, heldOut, heldOut, settings.Evaluation.MaxTokens);
        inputs.Notices = [.. notices];
        return inputs;
    }

    /// <summary>Element type of the run's weights.</summary>
    public ScalarType Type => _settings.Model.Dtype switch
    {
        "f32" => ScalarType.Float32,
        "bf16" => ScalarType.BFloat16,
        "f16" => ScalarType.Float16,
        _ => throw new DataException($"model.dtype = {_settings.Model.Dtype}: expected f32, bf16 or f16"),
    };

    /// <summary>The weights of a model folder in the run's element type; null = the base model.</summary>
    public DecoderWeights LoadWeights(string? folder) => Checkpoint.Load(
        folder ?? _settings.Model.Path,
        Type,
        ModelDevices.Of(_settings.Model.Device));

    /// <summary>The adapters that are trained in place of the weights (<c>model.lora</c>); null = none.</summary>
    public AdapterOrigin? Adapters => _settings.Model.Adapters is { } adapters ? new AdapterOrigin(adapters, _settings.Model.Path, _settings.Run.Seed) : null;

    /// <summary>Hash of what is trained in a checkpoint of the run, as state.json has it.</summary>
    public string StoredSha256(string checkpoint)
    {
        using TensorSet stored = Adapters is null ? LoadWeights(checkpoint) : AdapterFolder.Load(checkpoint, Config, Type);
        return stored.Sha256();
    }

    /// <summary>Tasks whose reference the prompt's call format can write: the others could never be answered right.</summary>
    private ImmutableArray<ToolTask> Writable(ImmutableArray<ToolTask> tasks, string source, List<string> notices)
    {
        var problems = tasks.Select(task => (task.Id, Why: Prompt.Calls.Problem(task.Reference))).ToList();
        var others = problems.Where(p => p.Why is not null).Select(p => (p.Id, p.Why!)).ToList();
        var why = $"cannot be answered in the calls of prompt.format = {Prompt.Name}";
        if (others.Count == tasks.Length)
            throw new DataException($"{source}: all {tasks.Length} tasks {why}; the first is {others[0].Id}: {others[0].Item2}; choose another prompt.format, or rename with toolzero data import");
        notices.AddRange(LeftOut.Lines(source, others, tasks.Length, $"they {why}"));
        return [.. tasks.Where((_, i) => problems[i].Why is null)];
    }

    /// <summary>Tasks whose prompt leaves room for a completion.</summary>
    private ImmutableArray<ToolTask> Fitting(ImmutableArray<ToolTask> tasks, int maxNewTokens, string source, List<string> notices)
    {
        var limit = Math.Min(_settings.Prompt.MaxTokens, Config.MaxPositions - maxNewTokens);
        var lengths = tasks.Select(task => Tokenizer.Encode(Prompt.Render(task)).Length).ToList();
        var others = tasks.Zip(lengths).Where(t => t.Second > limit).Select(t => (t.First.Id, $"its prompt has {t.Second} tokens")).ToList();
        if (others.Count == tasks.Length)
            throw new DataException($"{source}: none of its {tasks.Length} tasks fits into {limit} prompt tokens; raise prompt.max-tokens or choose another prompt.format");
        notices.AddRange(LeftOut.Lines(source, others, tasks.Length, $"their prompts exceed {limit} tokens"));
        return [.. tasks.Where((_, i) => lengths[i] <= limit)];
    }
}
