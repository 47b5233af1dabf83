using static TorchSharp.torch;

namespace ToolZero.Model.Training;

/// <summary>Adds the gradients of micro-batches, in the order they are given: the same order, the same bits.</summary>
internal sealed class GradientSum : IDisposable
{
    private Tensor[]? _sum;

    /// <summary>Takes ownership of <paramref name="gradients"/>.</summary>
    public void Add(Tensor[] gradients)
    {
        if (_sum is null)
        {
            _sum = gradients;
            return;
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < gradients.Length; i++)
        {
            _sum[i].add_(gradients[i]);
            gradients[i].Dispose();
        }
    }

    /// <summary>The sums, or null when nothing was added.</summary>
    public IReadOnlyList<Tensor>? Total => _sum;

    public void Dispose()
    {
        foreach (var tensor in _sum ?? []) tensor.Dispose();
    }
}
