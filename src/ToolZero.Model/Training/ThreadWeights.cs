using ToolZero.Model.Weights;

namespace ToolZero.Model.Training;

/// <summary>
/// The same weights once more for each thread: leaf tensors of their own over the same memory, so that graphs of different threads share nothing and the weights
/// themselves need no gradients.
/// </summary>
internal sealed class ThreadWeights : IDisposable
{
    private readonly DecoderWeights[] _leaves;

    public ThreadWeights(DecoderWeights weights, int threads)
    {
        _leaves = [.. Enumerable.Range(0, threads).Select(_ => DecoderWeights.FromTensors(
            weights.Config,
            weights.Names.ToDictionary(name => name, name => weights[name].detach().requires_grad_(true), StringComparer.Ordinal),
            "learner"))];
    }

    public DecoderWeights this[int thread] => _leaves[thread];

    public void Dispose()
    {
        foreach (var leaves in _leaves) leaves.Dispose();
    }
}
