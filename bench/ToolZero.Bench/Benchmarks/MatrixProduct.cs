using ToolZero.Bench.Measurement;
using static TorchSharp.torch;

namespace ToolZero.Bench.Benchmarks;

/// <summary>A large square product of float32 matrices: what the machine can do at most.</summary>
internal sealed class MatrixProduct : IDisposable
{
    private readonly Tensor _left;
    private readonly Tensor _right;
    private readonly long _size;

    public MatrixProduct(long size)
    {
        _size = size;
        // Some values, none of them subnormal.
        using var scope = NewDisposeScope();
        var steps = arange(size * size, ScalarType.Float32).div(size * size).view(size, size);
        _left = steps.add(0.5).DetachFromDisposeScope();
        _right = steps.sub(0.75).DetachFromDisposeScope();
    }

    /// <summary>2 n³.</summary>
    public double Flops => 2.0 * _size * _size * _size;

    public double Seconds(Clock clock) => clock.Time(() =>
    {
        using var product = _left.mm(_right);
    });

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }
}
