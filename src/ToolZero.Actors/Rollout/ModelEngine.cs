using ToolZero.Actors.Weights;
using ToolZero.Core.Data;
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
/// <param name="Sampling">How tokens are drawn.</param>
/// <param name="Seed">Seed of the run.</param>
public sealed record ModelEngineSettings(
    TextTokenizer Tokenizer, ModelConfig Config, IPromptFormat Prompt, EngineSettings Engine, int Samples, SamplingSettings Sampling, ulong Seed);

/// <summary>The generation engine of the model as a rollout actor uses it.</summary>
public sealed class ModelEngine(ModelEngineSettings settings) : IRolloutEngine
{
    private readonly GenerationEngine _engine = new(settings.Tokenizer, settings.Config, settings.Engine);

    public bool HasWork => _engine.HasWork;

    public void UseWeights(PolicySnapshot snapshot) => _engine.UseWeights(((IPolicyWeights)snapshot.Weights).Decoder, snapshot.Version);

    public void Enqueue(GroupId group, ToolTask task, double temperature) => _engine.Enqueue(new GenerationRequest(
        group,
        [.. settings.Tokenizer.Encode(settings.Prompt.Render(task))],
        settings.Samples,
        settings.Sampling with { Temperature = temperature },
        settings.Seed));

    public IReadOnlyList<SampledGroup> Step() => [.. _engine.Step().Select(g => new SampledGroup(g.Group, g.Prompt, g.Samples))];

    public void Cancel(GroupId group) => _engine.Cancel(group);

    public void Dispose() => _engine.Dispose();
}
