using System.Collections.Immutable;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Weights;

namespace ToolZero.Model.Generation;

/// <summary>Completes many prompts with full batches, synchronously: for evaluation and for the command line.</summary>
public static class Generator
{
    /// <summary>Runs requests through an engine that holds nothing else.</summary>
    /// <returns>Results in the order of the requests.</returns>
    public static ImmutableArray<GeneratedGroup> Run(GenerationEngine engine, IReadOnlyList<GenerationRequest> requests, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var results = new Dictionary<GroupId, GeneratedGroup>();
        Run(engine, requests, group => results.Add(group.Group, group), cancellation);
        return [.. requests.Select(r => results[r.Group])];
    }

    /// <summary>The same, with each result handed over as soon as it is complete.</summary>
    public static void Run(GenerationEngine engine, IReadOnlyList<GenerationRequest> requests, Action<GeneratedGroup> completed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(completed);
        var (next, done) = (0, 0);
        try
        {
            while (done < requests.Count)
            {
                cancellation.ThrowIfCancellationRequested();
                while (next < requests.Count && engine.TryEnqueue(requests[next])) next++;
                foreach (var group in engine.Step())
                {
                    completed(group);
                    done++;
                }
            }
        }
        finally
        {
            // After an error or a cancellation the engine is left empty.
            for (var i = 0; i < next; i++) engine.Cancel(requests[i].Group);
        }
    }

    /// <summary>Completes each prompt once; group i is prompt i.</summary>
    /// <returns>The texts in the order of the prompts, without the end-of-sequence token.</returns>
    public static ImmutableArray<string> Complete(
        GenerationEngine engine, IReadOnlyList<ImmutableArray<int>> prompts, SamplingSettings sampling, ulong seed = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        var requests = prompts.Select((prompt, i) => new GenerationRequest(new GroupId(i), prompt, 1, sampling, seed)).ToList();
        return [.. Run(engine, requests, cancellation).Select(g => g.Samples[0].Text)];
    }

    /// <summary>Completes each text once with an engine of its own.</summary>
    public static ImmutableArray<string> Complete(
        DecoderWeights weights,
        TextTokenizer tokenizer,
        IReadOnlyList<string> prompts,
        SamplingSettings sampling,
        ulong seed = 0,
        int maxRows = 64,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(tokenizer);
        using var engine = new GenerationEngine(tokenizer, weights.Config, new EngineSettings(maxRows));
        engine.UseWeights(weights, default);
        return Complete(engine, [.. prompts.Select(text => tokenizer.Encode(text).ToImmutableArray())], sampling, seed, cancellation);
    }
}
