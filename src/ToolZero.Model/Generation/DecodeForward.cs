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
        var inputs = Inputs.Of(weights, rows, grid, suffixes);
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

        var queries = rotated.narrow(1, 0, heads).reshape(rows * keyHeads, repeats, width);
        var toPrefix = ByCell(queries).bmm(Prefix(prefixes.Keys(index)).transpose(1, 2));
        if (inputs.PrefixMask is { } missing) toPrefix.view(grid.Groups, keyHeads * grid.Places * repeats, before).add_(missing);
        var toOwn = SmallProducts.Scores(queries, Own(suffixes.Keys(index)));
        if (inputs.OwnMask is { } unwritten) toOwn.view(rows, keyHeads * repeats, own).add_(unwritten);

        // One softmax over both parts, each where it lies: side by side they would have to be copied there and back.
        var peak = ByRow(toPrefix.amax([2L], keepdim: true)).maximum(toOwn.amax([2L], keepdim: true));
        toPrefix.sub_(ByCell(peak)).exp_();
        toOwn.sub_(peak).exp_();
        var total = ByRow(toPrefix.sum(2, keepdim: true)).add_(toOwn.sum(2, keepdim: true));
        var fromPrefix = ByRow(toPrefix.bmm(Prefix(prefixes.Values(index))));
        var attended = SmallProducts.Mix(toOwn, Own(suffixes.Values(index))).add_(fromPrefix).div_(total).view(rows, heads * width);
        return DecoderMath.Finish(x, attended, layer, weights.Epsilon).MoveToOuterDisposeScope();

        // [rows * keyHeads, repeats, columns] <-> [groups * keyHeads, places * repeats, columns]
        Tensor ByCell(Tensor byRow) => grid.Gather(byRow).reshape(grid.Groups * keyHeads, grid.Places * repeats, byRow.shape[2]);

        Tensor ByRow(Tensor byCell) => grid.Scatter(byCell.view(grid.Groups * keyHeads * grid.Places, repeats, byCell.shape[2]));

        Tensor Prefix(Tensor cache) => cache.narrow(0, 0, grid.Groups).view(grid.Groups * keyHeads, prefixes.Length, width).narrow(1, 0, before);

        Tensor Own(Tensor cache) => cache.narrow(0, 0, rows).view(rows * keyHeads, suffixes.Length, width).narrow(1, 0, own);
    }

    /// <summary>What the layers of one step share.</summary>
    /// <param name="Tokens">int64 [N].</param>
    /// <param name="Rotation">For the position of each row's token.</param>
    /// <param name="Cells">Where the new keys lie in a suffix cache seen as [slots * KeyValueHeads * Length, HeadDim]; int64 [N * KeyValueHeads].</param>
    /// <param name="PrefixMask">[groups, 1, PrefixLength]: minus infinity where a prompt has nothing; null when all are equally long.</param>
    /// <param name="OwnMask">[N, 1, OwnLength]: minus infinity where a completion has nothing; null when all are equally long.</param>
    /// <param name="PrefixLength">Longest prompt.</param>
    /// <param name="OwnLength">Most tokens of a completion, the new one included.</param>
    private sealed record Inputs(Tensor Tokens, Rotation Rotation, Tensor Cells, Tensor? PrefixMask, Tensor? OwnMask, int PrefixLength, int OwnLength)
    {
        public static Inputs Of(FusedWeights weights, IReadOnlyList<ActiveRow> rows, RowGrid grid, SlotCache suffixes)
        {
            var config = weights.Config;
            int count = rows.Count, keyHeads = config.KeyValueHeads, largest = 0;
            var tokens = new long[count];
            var positions = new long[count];
            var cells = new long[count * keyHeads];
            var prompts = new int[grid.Groups];
            var fedLengths = new int[count];
            for (var n = 0; n < count; n++)
            {
                var row = rows[n];
                int prompt = row.Group.Request.Prompt.Length, fed = row.Fed;
                tokens[n] = row.Tokens[^1];
                positions[n] = prompt + fed;
                largest = Math.Max(largest, prompt + fed);
                prompts[row.Group.Slot] = prompt;
                fedLengths[n] = fed + 1;
                for (var h = 0; h < keyHeads; h++) cells[n * keyHeads + h] = ((n * keyHeads) + h) * (long)suffixes.Length + fed;
            }

            return new Inputs(
                tensor(tokens).to(weights.Device),
                Rotation.At(weights.Rotary, config, tensor(positions).to(weights.Device), largest, weights.Type),
                tensor(cells).to(weights.Device),
                MaskOf(prompts, weights),
                MaskOf(fedLengths, weights),
                prompts.Max(),
                fedLengths.Max());
        }

        private static Tensor? MaskOf(int[] lengths, FusedWeights weights)
        {
            var longest = lengths.Max();
            return lengths.All(l => l == longest) ? null : DecoderMath.LengthMask(lengths, repeats: 1, longest, weights.Type, weights.Device);
        }
    }
}
