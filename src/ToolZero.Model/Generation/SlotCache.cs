using ToolZero.Model.Configuration;
using static TorchSharp.torch;

namespace ToolZero.Model.Generation;

/// <summary>
/// Keys and values of every layer for numbered slots of the same length, [slots, KeyValueHeads, length, HeadDim]. Grows when asked for
/// more; slots are kept dense by moving the last ones into gaps. Contents that were never written are zeros, so that a masked position is
/// always finite.
/// </summary>
internal sealed class SlotCache(ModelConfig config, int step) : IDisposable
{
    private readonly Tensor?[] _keys = new Tensor?[config.Layers];
    private readonly Tensor?[] _values = new Tensor?[config.Layers];

    /// <summary>Slots that are allocated.</summary>
    public int Slots { get; private set; }

    /// <summary>Positions of each slot that are allocated.</summary>
    public int Length { get; private set; }

    /// <summary>[Slots, KeyValueHeads, Length, HeadDim].</summary>
    public Tensor Keys(int layer) => _keys[layer]!;

    public Tensor Values(int layer) => _values[layer]!;

    /// <summary>Makes room; what is there stays.</summary>
    public void Reserve(int slots, int length, ScalarType type, Device device)
    {
        if (slots <= Slots && length <= Length) return;
        var newSlots = slots <= Slots ? Slots : Math.Max(slots, 2 * Slots);
        var newLength = length <= Length ? Length : (length + step - 1) / step * step;
        for (var layer = 0; layer < config.Layers; layer++)
        {
            _keys[layer] = Grown(_keys[layer]);
            _values[layer] = Grown(_values[layer]);
        }

        (Slots, Length) = (newSlots, newLength);

        Tensor Grown(Tensor? old)
        {
            using var scope = NewDisposeScope();
            var grown = zeros([newSlots, config.KeyValueHeads, newLength, config.HeadDim], type, device);
            if (old is not null)
            {
                grown.narrow(0, 0, Slots).narrow(2, 0, Length).copy_(old);
                old.Dispose();
            }

            return grown.DetachFromDisposeScope();
        }
    }

    /// <summary>Copies whole slots; no target is also a source.</summary>
    public void Move(IReadOnlyList<(int From, int To)> moves, Device device)
    {
        if (moves.Count == 0 || Slots == 0) return;
        using var scope = NewDisposeScope();
        var from = tensor(moves.Select(m => (long)m.From).ToArray()).to(device);
        var to = tensor(moves.Select(m => (long)m.To).ToArray()).to(device);
        foreach (var cache in _keys.Concat(_values)) cache!.index_copy_(0, to, cache.index_select(0, from));
    }

    /// <summary>Gives the memory back.</summary>
    public void Clear()
    {
        for (var layer = 0; layer < config.Layers; layer++)
        {
            _keys[layer]?.Dispose();
            _values[layer]?.Dispose();
            _keys[layer] = _values[layer] = null;
        }

        (Slots, Length) = (0, 0);
    }

    public void Dispose() => Clear();
}
