using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Generation;
using ToolZero.Model.Weights;

namespace ToolZero.Actors.Rollout;

/// <summary>
/// Samples groups of episodes: a turn that calls is executed, and its sample goes on behind what the environment answered, beside whatever else is
/// decoded. The prompt of a further turn is the ids so far, so nothing is encoded twice, and its draws are keyed by sample and position in the
/// trajectory. Without an environment a completion is the whole episode. Used by one thread.
/// </summary>
public sealed class EpisodeEngine(ModelEngineSettings settings, IEnvironmentFactory? environments) : IDisposable
{
    private readonly GenerationEngine _engine = new(settings.Tokenizer, settings.Config, settings.Engine);
    private readonly Dictionary<GroupId, EpisodeGroup> _groups = [];
    private readonly Queue<GenerationRequest> _waiting = new();

    public bool HasWork => _engine.HasWork || _waiting.Count > 0;

    /// <inheritdoc cref="GenerationEngine.UseWeights"/>
    public void UseWeights(DecoderWeights weights, PolicyVersion version) => _engine.UseWeights(weights, version);

    /// <summary>Takes a group to be sampled at this temperature.</summary>
    /// <exception cref="DataException">The prompt cannot be served.</exception>
    public void Enqueue(GroupId group, ToolTask task, double temperature)
    {
        var request = new GenerationRequest(
            group,
            [.. settings.Tokenizer.Encode(settings.Prompt.Render(task))],
            settings.Samples,
            settings.Sampling with { Temperature = temperature },
            settings.Seed);
        Enqueue(request);
        if (environments is not null)
            _groups.Add(group, new EpisodeGroup(request, [.. Enumerable.Range(0, settings.Samples).Select(_ => new Episode(settings, new EnvironmentSession(environments, task, settings.Environment)))]));
    }

    /// <summary>Decodes one token of every active row and executes the calls of turns that are complete by it; returns the groups of which all episodes are over.</summary>
    public IReadOnlyList<SampledGroup> Step()
    {
        while (_waiting.TryPeek(out var next) && _engine.TryEnqueue(next)) _waiting.Dequeue();
        var completed = new List<SampledGroup>();
        foreach (var generated in _engine.Step())
        {
            if (environments is null) completed.Add(new SampledGroup(generated.Group, generated.Prompt, generated.Samples));
            else if (GoOn(_groups[generated.Group], generated) is { } group) completed.Add(group);
        }

        return completed;
    }

    public void Cancel(GroupId group)
    {
        _groups.Remove(group);
        _engine.Cancel(group);
        var kept = _waiting.Where(r => r.Group != group).ToList();
        _waiting.Clear();
        foreach (var request in kept) _waiting.Enqueue(request);
    }

    public void Dispose() => _engine.Dispose();

    private SampledGroup? GoOn(EpisodeGroup group, GeneratedGroup generated)
    {
        for (var i = 0; i < generated.Samples.Length; i++)
        {
            var sample = generated.FirstSample + i;
            var episode = group.Episodes[sample];
            episode.Take(generated.Samples[i], _engine.Version);
            if (episode.Result is not null) continue;
            Enqueue(group.Request with
            {
                Prompt = [.. group.Request.Prompt, .. episode.Tokens],
                Samples = 1,
                Sampling = group.Request.Sampling with { MaxTokens = group.Request.Sampling.MaxTokens - episode.Tokens.Count },
                FirstSample = sample,
                FirstPosition = episode.Tokens.Count,
            });
        }

        if (group.Episodes.Any(e => e.Result is null)) return null;
        _groups.Remove(group.Request.Group);
        return new SampledGroup(group.Request.Group, group.Request.Prompt, [.. group.Episodes.Select(e => e.Result!)]);
    }

    private void Enqueue(GenerationRequest request)
    {
        if (_waiting.Count > 0 || !_engine.TryEnqueue(request)) _waiting.Enqueue(request);
    }

    private sealed record EpisodeGroup(GenerationRequest Request, ImmutableArray<Episode> Episodes);
}
