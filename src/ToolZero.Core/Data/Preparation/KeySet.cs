namespace ToolZero.Core.Data.Preparation;

/// <summary>
/// Keys that went by, 64 bits of each: 9 to 18 bytes a key, in parts that grow one after the other, so that growing has no peak. Among ten million
/// different keys the chance that two are taken for one is below 1 in 100,000.
/// </summary>
public sealed class KeySet
{
    private const int Parts = 256;

    private readonly Part[] _parts = new Part[Parts];

    /// <summary>Different keys added.</summary>
    public long Count { get; private set; }

    /// <summary>False when the key was there.</summary>
    public bool Add(UInt128 key)
    {
        var folded = (ulong)(key >> 64) ^ (ulong)key;
        if (folded == 0) folded = 1; // Zero marks a free slot.
        var isNew = _parts[folded % Parts].Add(folded);
        if (isNew) Count++;
        return isNew;
    }

    /// <summary>Open addressing with steps of one.</summary>
    private struct Part
    {
        private ulong[]? _slots;
        private int _count;

        public bool Add(ulong key)
        {
            _slots ??= new ulong[16];
            if (8 * (_count + 1) > 7 * _slots.Length) Grow();
            var at = Find(_slots, key);
            if (_slots[at] == key) return false;
            _slots[at] = key;
            _count++;
            return true;
        }

        private void Grow()
        {
            var larger = new ulong[2 * _slots!.Length];
            foreach (var key in _slots)
                if (key != 0) larger[Find(larger, key)] = key;
            _slots = larger;
        }

        /// <summary>Where the key is, or the free slot where it belongs.</summary>
        private static int Find(ulong[] slots, ulong key)
        {
            var at = (int)((key / Parts) & (ulong)(slots.Length - 1));
            while (slots[at] != 0 && slots[at] != key) at = (at + 1) & (slots.Length - 1);
            return at;
        }
    }
}
