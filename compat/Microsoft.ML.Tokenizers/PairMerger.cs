using System.Runtime.InteropServices;

namespace Microsoft.ML.Tokenizers;

/// <summary>
/// Byte-pair merging of one piece: the adjacent pair of lowest rank, the leftmost among equals, is merged until no pair has a rank.
/// Short pieces scan, long pieces keep a heap: O(n log n) for any length.
/// </summary>
internal sealed class PairMerger(Dictionary<long, (int Rank, int Id)> merges)
{
    private const int ScanLimit = 48;

    public static long Key(int left, int right) => ((long)left << 32) | (uint)right;

    /// <summary>Merges in place.</summary>
    public void Merge(List<int> symbols)
    {
        if (symbols.Count < 2)
            return;
        if (symbols.Count <= ScanLimit)
            MergeByScan(symbols);
        else
            MergeByHeap(symbols);
    }

    private void MergeByScan(List<int> symbols)
    {
        Span<int> ids = CollectionsMarshal.AsSpan(symbols);
        Span<(int Rank, int Id)> pairs = stackalloc (int, int)[ScanLimit];
        int count = ids.Length;
        for (int i = 0; i + 1 < count; i++)
            pairs[i] = Find(ids[i], ids[i + 1]);

        while (count > 1)
        {
            int best = 0;
            for (int i = 1; i + 1 < count; i++)
            {
                if (pairs[i].Rank < pairs[best].Rank)
                    best = i;
            }

            if (pairs[best].Rank == int.MaxValue)
                break;
            ids[best] = pairs[best].Id;
            count--;
            ids[(best + 2)..(count + 1)].CopyTo(ids[(best + 1)..]);
            if (best + 1 < count)
            {
                pairs[(best + 2)..count].CopyTo(pairs[(best + 1)..]);
                pairs[best] = Find(ids[best], ids[best + 1]);
            }

            if (best > 0)
                pairs[best - 1] = Find(ids[best - 1], ids[best]);
        }

        symbols.RemoveRange(count, symbols.Count - count);
    }

    private void MergeByHeap(List<int> symbols)
    {
        int count = symbols.Count;
        int[] ids = [.. symbols];
        int[] next = new int[count];
        int[] previous = new int[count];
        PriorityQueue<(int Position, int Left, int Right, int Id), (int Rank, int Position)> queue = new(count);
        for (int i = 0; i < count; i++)
        {
            next[i] = i + 1 < count ? i + 1 : -1;
            previous[i] = i - 1;
        }

        for (int i = 0; i + 1 < count; i++)
            Offer(i);

        while (queue.TryDequeue(out (int Position, int Left, int Right, int Id) pair, out _))
        {
            int at = pair.Position;
            int after = next[at];
            if (ids[at] != pair.Left || after < 0 || ids[after] != pair.Right)
                continue;
            ids[at] = pair.Id;
            ids[after] = -1;
            next[at] = next[after];
            if (next[at] >= 0)
            {
                previous[next[at]] = at;
                Offer(at);
            }

            if (previous[at] >= 0)
                Offer(previous[at]);
        }

        symbols.Clear();
        for (int i = 0; i >= 0; i = next[i])
            symbols.Add(ids[i]);

        void Offer(int position)
        {
            int left = ids[position];
            int right = ids[next[position]];
            (int rank, int id) = Find(left, right);
            if (rank != int.MaxValue)
                queue.Enqueue((position, left, right, id), (rank, position));
        }
    }

    private (int Rank, int Id) Find(int left, int right) => merges.TryGetValue(Key(left, right), out (int, int) found) ? found : (int.MaxValue, -1);
}
