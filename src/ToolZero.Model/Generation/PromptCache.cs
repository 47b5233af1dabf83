using System.Collections.Immutable;
using ToolZero.Model.Configuration;
using ToolZero.Model.Decoding;
using static TorchSharp.torch;

namespace ToolZero.Model.Generation;

/// <summary>Keys and values of the prompts of groups that are being decoded, a slot for each group: a prompt is computed and stored once.</summary>
internal sealed class PromptCache(ModelConfig config) : IDisposable
{
    /// <summary>The slots, for decoding behind them and for closing gaps.</summary>
    public SlotCache Slots { get; } = new(config, step: 64);

    /// <summary>Computes prompts side by side, into the slots from <paramref name="slot"/> on; temporaries belong to the caller's dispose scope.</summary>
    /// <returns>Logits of the token behind each prompt, [G, V].</returns>
    public Tensor Add(IReadOnlyList<ImmutableArray<int>> prompts, int slot, FusedWeights weights)
    {
        var longest = prompts.Max(p => p.Length);
        var tokens = new long[prompts.Count * longest];
        for (var g = 0; g < prompts.Count; g++)
        {
            for (var t = 0; t < prompts[g].Length; t++) tokens[g * longest + t] = prompts[g][t];
        }

        var state = PrefixForward.Run(weights, tensor(tokens, [prompts.Count, longest]).to(weights.Device), [.. prompts.Select(p => p.Length)]);
        Slots.Reserve(slot + prompts.Count, longest, weights.Type, weights.Device);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            Put(Slots.Keys(layer), state.Keys[layer]);
            Put(Slots.Values(layer), state.Values[layer]);
        }

        return Decoder.FinalNorm(weights, state.Hidden).mm(weights.Head);

        void Put(Tensor cache, Tensor fresh)
        {
            using var scope = NewDisposeScope();
            cache.narrow(0, slot, prompts.Count).narrow(2, 0, longest).copy_(fresh.view(prompts.Count, config.KeyValueHeads, longest, config.HeadDim));
        }
    }

    public void Dispose() => Slots.Dispose();
}
