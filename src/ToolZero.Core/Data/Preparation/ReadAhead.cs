using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace ToolZero.Core.Data.Preparation;

/// <summary>
/// Reads a source on a thread of its own, a little ahead of who takes and in the same order: reading rows and checking them keep two cores busy. After a row as
/// long as all that may be ahead, none is read until it is done with.
/// </summary>
public static class ReadAhead
{
    private const int ItemsOfPortion = 64;

    /// <summary>Of rows in their file, the last one not counted.</summary>
    private const int BytesOfPortion = 1 << 20;

    /// <summary>Portions, those in hand and the one being read counted.</summary>
    private const int MostAhead = 4;

    /// <summary>The same items, and at its place the exception that the source ends with.</summary>
    public static IEnumerable<DataItem> Of(IEnumerable<DataItem> source)
    {
        using var stop = new CancellationTokenSource();
        using var portions = new BlockingCollection<Portion>();
        using var room = new SemaphoreSlim(MostAhead);
        var reader = new Thread(() => Fill(portions, room, source, stop.Token)) { IsBackground = true, Name = "read ahead" };
        reader.Start();
        try
        {
            foreach (var portion in portions.GetConsumingEnumerable())
            {
                foreach (var item in portion.Items) yield return item;
                portion.Failure?.Throw();
                room.Release(portion.Room);
            }
        }
        finally
        {
            stop.Cancel();
            reader.Join();
        }
    }

    private static void Fill(BlockingCollection<Portion> portions, SemaphoreSlim room, IEnumerable<DataItem> source, CancellationToken stop)
    {
        try
        {
            room.Wait(stop);
            foreach (var portion in Cut(source))
            {
                portions.Add(portion, stop);
                // One for the next portion, whose length nobody knows yet; a long one takes the rest once it is there.
                for (var taken = 0; taken < portion.Room; taken++) room.Wait(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody takes any more.
        }
        finally
        {
            portions.CompleteAdding();
        }
    }

    private static IEnumerable<Portion> Cut(IEnumerable<DataItem> source)
    {
        using var items = source.GetEnumerator();
        var (portion, bytes) = (new List<DataItem>(), 0L);
        while (true)
        {
            ExceptionDispatchInfo? failure = null;
            var more = false;
            try
            {
                more = items.MoveNext();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }

            if (!more)
            {
                yield return new Portion(portion, bytes, failure);
                yield break;
            }

            portion.Add(items.Current);
            bytes += items.Current.Bytes;
            if (portion.Count < ItemsOfPortion && bytes < BytesOfPortion) continue;
            yield return new Portion(portion, bytes, null);
            (portion, bytes) = ([], 0);
        }
    }

    private readonly record struct Portion(IReadOnlyList<DataItem> Items, long Bytes, ExceptionDispatchInfo? Failure)
    {
        public int Room => (int)Math.Clamp(Bytes / BytesOfPortion, 1, MostAhead);
    }
}
