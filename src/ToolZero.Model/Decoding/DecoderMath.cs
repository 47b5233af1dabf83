using ToolZero.Model.Configuration;
using static TorchSharp.torch;

namespace ToolZero.Model.Decoding;

/// <summary>The pieces that every forward pass is made of. Small dimensions on a CPU are bound by passes over memory, so each uses few.</summary>
internal static class DecoderMath
{
    /// <summary>x / sqrt(mean(x²) + epsilon) over the last of two dimensions, [N, D]; in float32 whatever the type of x.</summary>
    public static Tensor Normalise(Tensor x, Tensor epsilon)
    {
        var wide = x.dtype == ScalarType.Float32 ? x : x.to(ScalarType.Float32);
        var last = x.shape.Length - 1;
        var norm = wide.norm(last, keepdim: true, p: 2f);
        var scaled = wide.mul(epsilon.addcmul(norm, norm, 1.0 / x.shape[last]).rsqrt());
        return x.dtype == ScalarType.Float32 ? scaled : scaled.to(x.dtype);
    }

    /// <summary>Queries, keys and values of rows [N, D]: [N, (Heads + 2 KeyValueHeads) * HeadDim], neither normed nor rotated.</summary>
    public static Tensor Project(Tensor x, FusedLayer layer, Tensor epsilon)
    {
        var normed = Normalise(x, epsilon);
        var product = layer.QueryKeyValueBias is { } bias ? bias.addmm(normed, layer.QueryKeyValue) : normed.mm(layer.QueryKeyValue);
        return FusedAdapter.Add(product, normed, layer.Adapters?.QueryKeyValue);
    }

    /// <summary>
    /// Norms (Qwen3) and rotates the query and key heads of projected rows.
    /// </summary>
    /// <param name="projected">[N, (Heads + 2 KeyValueHeads) * HeadDim].</param>
    /// <param name="rotation">Tables that broadcast against <paramref name="shape"/>.</param>
    /// <param name="shape">How the N rows meet the tables, ended by (Heads + KeyValueHeads) * HeadDim.</param>
    /// <returns>[N, Heads + KeyValueHeads, HeadDim], contiguous.</returns>
    public static Tensor QueriesAndKeys(Tensor projected, FusedLayer layer, ModelConfig config, Tensor epsilon, Rotation rotation, long[] shape)
    {
        long rows = projected.shape[0], heads = config.Heads + config.KeyValueHeads, width = config.HeadDim, half = width / 2;
        var x = projected.narrow(1, 0, heads * width).view(rows, heads, width);
        if (layer.QueryKeyNorm is { } weights) x = Normalise(x, epsilon).mul(weights);
        var swapped = cat(new[] { x.narrow(2, half, half), x.narrow(2, 0, half) }, 2);
        return x.reshape(shape).mul(rotation.Cos).addcmul(swapped.view(shape), rotation.Sin, 1).view(rows, heads, width);
    }

    /// <summary>The values of projected rows, [N, KeyValueHeads, HeadDim], a view.</summary>
    public static Tensor Values(Tensor projected, ModelConfig config)
    {
        long width = config.HeadDim, first = (config.Heads + config.KeyValueHeads) * width;
        return projected.narrow(1, first, config.KeyValueHeads * width).view(projected.shape[0], config.KeyValueHeads, width);
    }

    /// <summary>Adds the attention output [N, Heads * HeadDim] and then the SwiGLU layer to the residual stream x [N, D].</summary>
    public static Tensor Finish(Tensor x, Tensor attended, FusedLayer layer, Tensor epsilon)
    {
        var middle = FusedAdapter.Add(x.addmm(attended, layer.Output), attended, layer.Adapters?.Output);
        if (layer.OutputBias is { } bias) middle = middle.add(bias);
        var normed = Normalise(middle, epsilon);
        var gates = FusedAdapter.Add(normed.mm(layer.GateUp), normed, layer.Adapters?.GateUp).chunk(2, 1);
        var gated = gates[0].silu().mul(gates[1]);
        return FusedAdapter.Add(middle.addmm(gated, layer.Down), gated, layer.Adapters?.Down);
    }

    /// <summary>0 where query t may see key s ≤ t, minus infinity elsewhere: [1, repeats * length, length].</summary>
    public static Tensor CausalMask(long repeats, long length, ScalarType type, Device device)
    {
        var mask = full(length, length, float.NegativeInfinity, type, device).triu(1);
        return mask.unsqueeze(0).expand(repeats, length, length).reshape(1, repeats * length, length);
    }

    /// <summary>0 at the first lengths[i] of <paramref name="longest"/> columns, minus infinity after them: [rows * repeats, 1, longest].</summary>
    public static Tensor LengthMask(IReadOnlyList<int> lengths, long repeats, long longest, ScalarType type, Device device)
    {
        var values = new float[lengths.Count * longest];
        for (var i = 0; i < lengths.Count; i++) values.AsSpan((int)(i * longest) + lengths[i], (int)(longest - lengths[i])).Fill(float.NegativeInfinity);
        var mask = tensor(values, [lengths.Count, 1, 1, longest]).to(type, device);
        return mask.expand(lengths.Count, repeats, 1, longest).reshape(lengths.Count * repeats, 1, longest);
    }
}
