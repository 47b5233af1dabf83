using System.Collections.Immutable;

namespace ToolZero.Model.Training;

/// <summary>A rectangle of inputs and their next ids.</summary>
/// <param name="Tokens">[Rows, Length] ids, row after row; padding is 0, to the right.</param>
/// <param name="Targets">[Rows, Length] the id that follows each, or <see cref="PretrainRows.Untrained"/>.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Length">Positions of a row.</param>
/// <param name="Trained">Targets that count.</param>
/// <param name="Inputs">Tokens that are no padding.</param>
public sealed record PretrainMicroBatch(long[] Tokens, long[] Targets, int Rows, int Length, int Trained, int Inputs);

/// <summary>Documents to rows to micro-batches. Pure: the same first document, the same batch.</summary>
public static class PretrainRows
{
    /// <summary>Target of a position whose next id is not trained; cross-entropy ignores it.</summary>
    public const long Untrained = -100;

    /// <summary>The batch that starts at document <paramref name="first"/>, and the first document of the next batch.</summary>
    /// <param name="stage">Documents and shape.</param>
    /// <param name="first">Index of the first document.</param>
    /// <param name="microBatchTokens">Positions that one micro-batch may hold; at least one row always fits.</param>
    public static (ImmutableArray<PretrainMicroBatch> MicroBatches, long Next) Fill(PretrainStage stage, long first, int microBatchTokens)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var rows = new List<Row>(stage.Rows);
        var next = first;
        while (rows.Count < stage.Rows)
        {
            var row = new Row(stage.RowLength + 1);
            row.Append(stage.Document(next++));
            while (stage.Layout == RowLayout.Packed && !row.Full) row.Append(stage.Document(next++));
            rows.Add(row);
        }

        // Rows of similar length together waste little padding; packed rows all have the same length.
        if (stage.Layout == RowLayout.OneDocument) rows = [.. rows.OrderByDescending(r => r.Count)];
        var result = ImmutableArray.CreateBuilder<PretrainMicroBatch>();
        for (var start = 0; start < rows.Count;)
        {
            var length = Math.Max(1, rows[start].Count - 1);
            var count = Math.Min(rows.Count - start, Math.Max(1, microBatchTokens / length));
            result.Add(Rectangle(rows.GetRange(start, count), length));
            start += count;
        }

        return (result.ToImmutable(), next);
    }

    private static PretrainMicroBatch Rectangle(List<Row> rows, int length)
    {
        var tokens = new long[rows.Count * length];
        var targets = new long[rows.Count * length];
        Array.Fill(targets, Untrained);
        int trained = 0, inputs = 0;
        for (var r = 0; r < rows.Count; r++)
        {
            var row = rows[r];
            for (var t = 0; t + 1 < row.Count; t++)
            {
                tokens[r * length + t] = row.Tokens[t];
                inputs++;
                if (!row.Trained[t + 1]) continue;
                targets[r * length + t] = row.Tokens[t + 1];
                trained++;
            }
        }

        return new PretrainMicroBatch(tokens, targets, rows.Count, length, trained, inputs);
    }

    private sealed class Row(int capacity)
    {
        public int[] Tokens { get; } = new int[capacity];

        public bool[] Trained { get; } = new bool[capacity];

        public int Count { get; private set; }

        public bool Full => Count == Tokens.Length;

        public void Append(PretrainDocument document)
        {
            if (document.Tokens.Length == 0) throw new ArgumentException("a document without tokens never fills a row", nameof(document));
            if (document.Trained is { } mask && mask.Length != document.Tokens.Length)
                throw new ArgumentException($"a document of {document.Tokens.Length} tokens has a mask of {mask.Length}", nameof(document));
            var count = Math.Min(document.Tokens.Length, Tokens.Length - Count);
            Array.Copy(document.Tokens, 0, Tokens, Count, count);
            if (document.Trained is null) Array.Fill(Trained, true, Count, count);
            else Array.Copy(document.Trained, 0, Trained, Count, count);
            Count += count;
        }
    }
}
