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
/// trajectory. An environment that does not answer costs its group, and the group's other samples are not waited for. Without an environment a
/// completion is the whole episode. Used by one thread.
/// </summary>
public sealed class EpisodeEngine(ModelEngineSettings settings) : IDisposable
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
        if (settings.Environments is { } environments)
            _groups.Add(group, new EpisodeGroup(request, [.. Enumerable.Range(0, settings.Samples).Select(_ => Begin(environments, task))]));
    }

    /// <summary>Decodes one token of every active row and executes the calls of turns that are complete by it; returns the groups that are over.</summary>
    public IReadOnlyList<SampledGroup> Step()
    {
        while (_waiting.TryPeek(out var next) && _engine.TryEnqueue(next)) _waiting.Dequeue();
        var over = new List<SampledGroup>();
        foreach (var generated in _engine.Step())
        {
            if (settings.Environments is null) over.Add(new SampledGroup(generated.Group, generated.Prompt, generated.Samples));
            else if (_groups.TryGetValue(generated.Group, out var group) && GoOn(group, generated) is { } ended) over.Add(ended);
        }

        return over;
    }

    /// <summary>Samples every task to its end; the group of a task has the task's index.</summary>
    /// <param name="tasks">Prompts that fit.</param>
    /// <param name="temperature">Of sampling.</param>
    /// <param name="over">Gets the index of a task and its group.</param>
    /// <param name="cancellation">Ends between two tokens.</param>
    public void Run(IReadOnlyList<ToolTask> tasks, double temperature, Action<int, SampledGroup> over, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(over);
        foreach (var (index, task) in tasks.Index()) Enqueue(new GroupId(index), task, temperature);
        while (HasWork)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var group in Step()) over((int)group.Id.Value, group);
        }
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

    private Episode Begin(IEnvironmentFactory environments, ToolTask task) =>
        new(settings, new EnvironmentSession(environments, task, settings.Environment, TimeProvider.System));

    /// <summary>The group with further turns of its samples; what came of it once all are over, or one is lost.</summary>
    private SampledGroup? GoOn(EpisodeGroup group, GeneratedGroup generated)
    {
        var request = group.Request;
        for (var i = 0; i < generated.Samples.Length; i++)
        {
            var sample = generated.FirstSample + i;
            var episode = group.Episodes[sample];
            episode.Take(generated.Samples[i], _engine.Version);
            if (episode.Lost is { } lost)
            {
                Cancel(request.Group);
                return new SampledGroup(request.Group, request.Prompt, []) { Lost = lost };
            }

            if (episode.Result is not null) continue;
            Enqueue(request with
            {
                Prompt = [.. request.Prompt, .. episode.Tokens],
                Samples = 1,
                Sampling = request.Sampling with { MaxTokens = request.Sampling.MaxTokens - episode.Tokens.Count },
                FirstSample = sample,
                FirstPosition = episode.Tokens.Count,
            });
        }

        if (group.Episodes.Any(e => e.Result is null)) return null;
        _groups.Remove(request.Group);
        return new SampledGroup(request.Group, request.Prompt, [.. group.Episodes.Select(e => e.Result!)]);
    }

    private void Enqueue(GenerationRequest request)
    {
        if (_waiting.Count > 0 || !_engine.TryEnqueue(request)) _waiting.Enqueue(request);
    }

    private sealed record EpisodeGroup(GenerationRequest Request, ImmutableArray<Episode> Episodes);
}
