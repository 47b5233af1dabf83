using ToolZero.Actors.Weights;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;
using ToolZero.Core.Prompts;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Configuration;
using ToolZero.Model.Generation;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Weights;

namespace ToolZero.Actors.Rollout;

/// <summary>What a model engine samples.</summary>
/// <param name="Tokenizer">Of the policy.</param>
/// <param name="Config">Shape of the policy.</param>
/// <param name="Prompt">Renders a task.</param>
/// <param name="Engine">Rows and threads.</param>
/// <param name="Samples">G.</param>
/// <param name="Sampling">How tokens are drawn; its budget is that of a whole episode, observations included.</param>
/// <param name="Seed">Seed of the run.</param>
public sealed record ModelEngineSettings(
    TextTokenizer Tokenizer, ModelConfig Config, IPromptFormat Prompt, EngineSettings Engine, int Samples, SamplingSettings Sampling, ulong Seed)
{
    /// <summary>What executes calls; without one a completion is a single turn.</summary>
    public IEnvironmentFactory? Environments { get; init; }

    /// <summary>Limits of an episode.</summary>
    public EnvironmentSettings Environment { get; init; } = EnvironmentSettings.None;
}

/// <summary>The generation engine of the model as a rollout actor uses it.</summary>
public sealed class ModelEngine(ModelEngineSettings settings) : IRolloutEngine
{
    private readonly EpisodeEngine _episodes = new(settings);

    public bool HasWork => _episodes.HasWork;

    public void UseWeights(PolicySnapshot snapshot) => _episodes.UseWeights(((IPolicyWeights)snapshot.Weights).Decoder, snapshot.Version);

    public void Enqueue(GroupId group, ToolTask task, double temperature) => _episodes.Enqueue(group, task, temperature);

    public IReadOnlyList<SampledGroup> Step() => _episodes.Step();

    public void Cancel(GroupId group) => _episodes.Cancel(group);

    public void Dispose() => _episodes.Dispose();
}
