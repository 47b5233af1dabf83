using static TorchSharp.torch;

namespace ToolZero.Model.Weights;

/// <summary>The memory of a CPU tensor in pieces: one span holds at most 2 GiB, a tensor may hold more.</summary>
internal static class TensorBytes
{
    private const long ElementsPerPiece = 1 << 24;

    /// <summary>What is done with one piece.</summary>
    public delegate void Visit(Span<byte> piece);

    /// <summary>Visits the bytes of a contiguous CPU tensor in order, writable.</summary>
    public static void ForEach(Tensor tensor, Visit visit)
    {
        var count = tensor.NumberOfElements;
        if (count == 0) return;
        using var flat = tensor.view(count);
        for (long start = 0; start < count; start += ElementsPerPiece)
        {
            using var piece = flat.narrow(0, start, Math.Min(ElementsPerPiece, count - start));
            visit(piece.bytes);
        }
    }

    /// <summary>Visits the bytes of any tensor in order, read only: copied to the CPU and made contiguous first when needed.</summary>
    public static void ForEachRead(Tensor tensor, Visit visit)
    {
        using var plain = tensor.detach();
        using var near = plain.cpu();
        using var straight = near.contiguous();
        ForEach(straight, visit);
    }
}
