using static TorchSharp.torch;

namespace ToolZero.Model.Generation;

/// <summary>
/// Attention of few queries over keys of their own, row by row. LibTorch multiplies a batch of small matrices on a CPU one after the other,
/// and calling each costs more than computing it: there products are added up over all rows at once.
/// </summary>
internal static class SmallProducts
{
    /// <summary>Elements of the widened product that are worth it: it stays in the cache of a core.</summary>
    private const long MaxElements = 1 << 21;

    /// <summary>Scores of queries [B, Q, D] against keys [B, T, D]: [B, Q, T].</summary>
    public static Tensor Scores(Tensor queries, Tensor keys) => IsSmall(queries, keys)
        ? queries.unsqueeze(2).mul(keys.unsqueeze(1)).sum(3)
        : queries.bmm(keys.transpose(1, 2));

    /// <summary>Values [B, T, D] weighed by [B, Q, T]: [B, Q, D].</summary>
    public static Tensor Mix(Tensor weights, Tensor values) => IsSmall(weights, values)
        ? weights.unsqueeze(3).mul(values.unsqueeze(1)).sum(2)
        : weights.bmm(values);

    private static bool IsSmall(Tensor left, Tensor right) =>
        left.device.type == TorchSharp.DeviceType.CPU && left.dtype == ScalarType.Float32 && left.shape[1] * right.numel() <= MaxElements;
}
