using System.Collections.Immutable;
using ToolZero.Actors.Rollout;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Generation;
using ToolZero.Model.Weights;

namespace ToolZero.Actors.Hosting;

/// <summary>Completes many prompts, each once, on several threads with an engine each; a completion is handed over as soon as it is done.</summary>
/// <param name="engine">Tokenizer, limits and sampling; a budget beyond the model's positions is cut to what the prompt leaves.</param>
/// <param name="threads">Engines side by side.</param>
public sealed class CompletionRunner(ModelEngineSettings engine, int threads)
{
    /// <summary>Whether a prompt leaves room for a token of answer.</summary>
    public bool Fits(ImmutableArray<int> prompt) => prompt.Length < engine.Config.MaxPositions;

    /// <summary>Completes prompts that fit.</summary>
    /// <param name="weights">Only read.</param>
    /// <param name="prompts">Ids.</param>
    /// <param name="completed">Gets the index of a prompt and its completion; called from any thread, one at a time.</param>
    /// <param name="cancellation">Ends between two tokens.</param>
    public async Task Run(DecoderWeights weights, IReadOnlyList<ImmutableArray<int>> prompts, Action<int, Trajectory> completed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(completed);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var gate = new Lock();

        // Prompts of like length side by side waste no padding; the longest first, so that memory that does not suffice shows at once.
        var order = Enumerable.Range(0, prompts.Count).OrderByDescending(i => prompts[i].Length).ToList();
        var shards = Enumerable.Range(0, threads).Select(t => order.Where((_, place) => place % threads == t).ToList()).Where(shard => shard.Count > 0);
        await Task.WhenAll(shards.Select(shard => Task.Factory.StartNew(
            () => Complete(shard), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        void Complete(List<int> shard)
        {
            try
            {
                using var generation = new GenerationEngine(engine.Tokenizer, engine.Config, engine.Engine);
                generation.UseWeights(weights, default);
                var requests = shard.Select(i => new GenerationRequest(new GroupId(i), prompts[i], 1, SamplingOf(prompts[i]), engine.Seed)).ToList();
                Generator.Run(
                    generation,
                    requests,
                    group =>
                    {
                        lock (gate) completed((int)group.Group.Value, group.Samples[0]);
                    },
                    stop.Token);
            }
            catch
            {
                // The others need not go on.
                stop.Cancel();
                throw;
            }
        }
    }

    private SamplingSettings SamplingOf(ImmutableArray<int> prompt) =>
        engine.Sampling with { MaxTokens = Math.Min(engine.Sampling.MaxTokens, engine.Config.MaxPositions - prompt.Length) };
}
