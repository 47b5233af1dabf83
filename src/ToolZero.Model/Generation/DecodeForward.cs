using ToolZero.Model.Decoding;
using static TorchSharp.torch;

namespace ToolZero.Model.Generation;

/// <summary>One decode step: feeds the last drawn token of every row, appends its keys and values, and computes the logits of the next.</summary>
internal static class DecodeForward
{
    /// <summary>Logits [N, V] for rows whose prompts lie in <paramref name="prefixes"/> and whose own tokens lie in <paramref name="suffixes"/>.</summary>
    public static Tensor Run(FusedWeights weights, IReadOnlyList<ActiveRow> rows, RowGrid grid, SlotCache prefixes, SlotCache suffixes)
    {
        using var scope = NewDisposeScope();
        var config = weights.Config;
        var inputs = Inputs.Of(weights, rows, suffixes);
        var x = weights.Embedding.index_select(0, inputs.Tokens);
        for (var i = 0; i < config.Layers; i++) x = Layer(weights, i, x, inputs, grid, prefixes, suffixes);
        return Decoder.FinalNorm(weights, x).mm(weights.Head).MoveToOuterDisposeScope();
    }

    private static Tensor Layer(FusedWeights weights, int index, Tensor x, Inputs inputs, RowGrid grid, SlotCache prefixes, SlotCache suffixes)
    {
        using var scope = NewDisposeScope();
        var config = weights.Config;
        var layer = weights.Layers[index];
        long rows = x.shape[0], keyHeads = config.KeyValueHeads, repeats = config.QueriesPerKey, width = config.HeadDim, heads = config.Heads;
        long before = inputs.PrefixLength, own = inputs.OwnLength;

        var projected = DecoderMath.Project(x, layer, weights.Epsilon);
        var rotated = DecoderMath.QueriesAndKeys(projected, layer, config, weights.Epsilon, inputs.Rotation, [rows, (heads + keyHeads) * width]);
        suffixes.Keys(index).view(-1, width).index_copy_(0, inputs.Cells, rotated.narrow(1, heads, keyHeads).reshape(rows * keyHeads, width));
        suffixes.Values(index).view(-1, width).index_copy_(0, inputs.Cells, DecoderMath.Values(projected, config).reshape(rows * keyHeads, width));

        var queries = rotated.narrow(1, 0, heads).reshape(rows * keyHeads, repeats * width);
        var prefixKeys = Prefix(prefixes.Keys(index));
        var prefixValues = Prefix(prefixes.Values(index));
        var toPrefix = grid.Scatter(Grid(grid.Gather(queries), width).bmm(prefixKeys.transpose(1, 2)).view(grid.Groups * keyHeads * grid.Places, repeats, before));
        var toOwn = queries.view(rows * keyHeads, repeats, width).bmm(Own(suffixes.Keys(index)).transpose(1, 2));
        var scores = cat(new[] { toPrefix, toOwn }, 2);
        if (inputs.Mask is { } mask) scores.view(rows, keyHeads * repeats, before + own).add_(mask);
        var attention = scores.softmax(2);
        var fromPrefix = grid.Scatter(Grid(grid.Gather(attention.narrow(2, 0, before)), before).bmm(prefixValues).view(grid.Groups * keyHeads * grid.Places, repeats, width));
        var attended = attention.narrow(2, before, own).bmm(Own(suffixes.Values(index))).add_(fromPrefix).view(rows, heads * width);
        return DecoderMath.Finish(x, attended, layer, weights.Epsilon).MoveToOuterDisposeScope();

        Tensor Grid(Tensor cells, long columns) => cells.reshape(grid.Groups * keyHeads, grid.Places * repeats, columns);

        Tensor Prefix(Tensor cache) => cache.narrow(0, 0, grid.Groups).view(grid.Groups * keyHeads, prefixes.Length, width).narrow(1, 0, before);

        Tensor Own(Tensor cache) => cache.narrow(0, 0, rows).view(rows * keyHeads, suffixes.Length, width).narrow(1, 0, own);
    }

    /// <summary>What the layers of one step share.</summary>
    /// <param name="Tokens">int64 [N].</param>
    /// <param name="Rotation">For the position of each row's token.</param>
    /// <param name="Cells">Where the new keys lie in a suffix cache seen as [slots * KeyValueHeads * Length, HeadDim]; int64 [N * KeyValueHeads].</param>
    /// <param name="Mask">[N, 1, PrefixLength + OwnLength]: minus infinity where a row has nothing; null when all rows are equally long.</param>
    /// <param name="PrefixLength">Longest prompt.</param>
    /// <param name="OwnLength">Most tokens of a completion, the new one included.</param>
    private sealed record Inputs(Tensor Tokens, Rotation Rotation, Tensor Cells, Tensor? Mask, int PrefixLength, int OwnLength)
    {
        public static Inputs Of(FusedWeights weights, IReadOnlyList<ActiveRow> rows, SlotCache suffixes)
        {
            var config = weights.Config;
            int count = rows.Count, keyHeads = config.KeyValueHeads, before = 0, own = 0, largest = 0;
            var tokens = new long[count];
            var positions = new long[count];
            var cells = new long[count * keyHeads];
            var ragged = false;
            for (var n = 0; n < count; n++)
            {
                var row = rows[n];
                int prompt = row.Group.Request.Prompt.Length, fed = row.Fed;
                tokens[n] = row.Tokens[^1];
                positions[n] = prompt + fed;
                largest = Math.Max(largest, prompt + fed);
                ragged |= n > 0 && (prompt != before || fed + 1 != own);
                before = Math.Max(before, prompt);
                own = Math.Max(own, fed + 1);
                for (var h = 0; h < keyHeads; h++) cells[n * keyHeads + h] = ((n * keyHeads) + h) * (long)suffixes.Length + fed;
            }

            return new Inputs(
                tensor(tokens).to(weights.Device),
                Rotation.At(weights.Rotary, config, tensor(positions).to(weights.Device), largest, weights.Type),
                tensor(cells).to(weights.Device),
                ragged ? MaskOf(weights, rows, before, own) : null,
                before,
                own);
        }

        private static Tensor MaskOf(FusedWeights weights, IReadOnlyList<ActiveRow> rows, int before, int own)
        {
            var values = new float[rows.Count * (before + own)];
            for (var n = 0; n < rows.Count; n++)
            {
                var row = values.AsSpan(n * (before + own), before + own);
                row[rows[n].Group.Request.Prompt.Length..before].Fill(float.NegativeInfinity);
                row[(before + rows[n].Fed + 1)..].Fill(float.NegativeInfinity);
            }

            return tensor(values, [rows.Count, 1, before + own]).to(weights.Type, weights.Device);
        }
    }
}
