using ToolZero.Core.Randomness;
using ToolZero.Model.Weights.Transfer;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Weights.Transfer;

/// <summary>Weights of any layout in arrays.</summary>
internal sealed class ArrayWeights(WeightLayout layout) : IWeightBytes
{
    private readonly byte[][] _tensors = [.. layout.Tensors.Select(t => new byte[t.Elements * layout.ElementBytes])];

    public WeightLayout Layout { get; } = layout;

    public Span<byte> Slice(int tensor, long offset, int length) => _tensors[tensor].AsSpan((int)offset, length);

    public static ArrayWeights Random(RandomStream random)
    {
        var type = random.Chance(0.5) ? ScalarType.BFloat16 : ScalarType.Float32;
        var tensors = Enumerable.Range(0, random.Next(1, 6)).Select(i => new TensorSlot($"t{i}|\n", random.Chance(0.15) ? 0 : random.Next(1, random.Chance(0.3) ? 60_000 : 300)));
        var weights = new ArrayWeights(new WeightLayout(type, [.. tensors]));
        foreach (var tensor in weights._tensors) Fill(tensor, random);
        return weights;
    }

    public ArrayWeights Copy()
    {
        var copy = new ArrayWeights(Layout);
        for (var i = 0; i < _tensors.Length; i++) _tensors[i].CopyTo(copy._tensors[i], 0);
        return copy;
    }

    /// <summary>A copy in which each tensor has some changed numbers: none, a few, a run of neighbours, many, or all.</summary>
    public ArrayWeights Changed(RandomStream random)
    {
        var copy = Copy();
        foreach (var tensor in copy._tensors)
        {
            var count = tensor.Length / Layout.ElementBytes;
            switch (count == 0 ? 0 : random.Next(5))
            {
                case 1:
                    for (var n = random.Next(1, 10); n > 0; n--) Touch(tensor, random.Next(count), random);
                    break;
                case 2:
                    for (var (i, end) = (random.Next(count), random.Next(count)); i < end; i++) Touch(tensor, i, random);
                    break;
                case 3:
                    for (var i = 0; i < count; i++) if (random.Chance(0.3)) Touch(tensor, i, random);
                    break;
                case 4:
                    Fill(tensor, random);
                    break;
            }
        }

        return copy;
    }

    private void Touch(byte[] tensor, int element, RandomStream random) => tensor[element * Layout.ElementBytes + random.Next(Layout.ElementBytes)] ^= (byte)random.Next(1, 256);

    private static void Fill(byte[] bytes, RandomStream random)
    {
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)random.Next(256);
    }
}
