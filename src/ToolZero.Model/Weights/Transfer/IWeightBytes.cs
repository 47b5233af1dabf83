namespace ToolZero.Model.Weights.Transfer;

/// <summary>The memory of weights, in canonical order.</summary>
public interface IWeightBytes
{
    WeightLayout Layout { get; }

    /// <summary>Bytes of one tensor, valid while the weights live.</summary>
    /// <param name="tensor">Ordinal in the layout.</param>
    /// <param name="offset">First byte, a multiple of the element size.</param>
    /// <param name="length">How many, a multiple of the element size.</param>
    Span<byte> Slice(int tensor, long offset, int length);
}
