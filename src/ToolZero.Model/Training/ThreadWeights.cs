using ToolZero.Model.Weights;

namespace ToolZero.Model.Training;

/// <summary>
/// The same weights once more for each thread: leaf tensors of their own over the same memory, so that graphs of different threads share nothing and the weights
/// themselves need no gradients.
/// </summary>
internal sealed class ThreadWeights<T> : IDisposable
    where T : TensorSet
{
    public ThreadWeights(T weights, int threads)
    {
        All = [.. Enumerable.Range(0, threads).Select(_ => (T)weights.Share())];
        foreach (var leaves in All) leaves.RequireGradients();
    }

    /// <summary>One for each thread.</summary>
    public IReadOnlyList<T> All { get; }

    public T this[int thread] => All[thread];

    public void Dispose()
    {
        foreach (var leaves in All) leaves.Dispose();
    }
}
