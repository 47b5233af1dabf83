using ToolZero.Bench.Measurement;

namespace ToolZero.Bench.Benchmarks;

/// <summary>The matrix-product rate of one core.</summary>
internal sealed class MatrixBench : IBench
{
    public string Name => "matrix";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        foreach (long size in context.Quick ? [1024] : new[] { 1024, 2048 })
        {
            using var product = new MatrixProduct(size);
            var best = Interleaved.Best(2 * context.Rounds, () => product.Seconds(context.Clock));
            yield return new Figure($"f32 matrix product {size}³, one thread", product.Flops / best[0] / 1e9, "GFLOP/s");
        }
    }
}
