namespace ToolZero.Model.Weights.Transfer;

/// <summary>What goes before the body of a frame.</summary>
/// <param name="Id">Of the manifest.</param>
/// <param name="Frame">Its number.</param>
/// <param name="Checksum">As of <see cref="WeightPayload.Checksum"/>.</param>
/// <param name="Length">Bytes of the body.</param>
public readonly record struct FrameHeader(ulong Id, int Frame, uint Checksum, int Length);

/// <summary>What became of a frame.</summary>
public enum FrameVerdict
{
    Accepted,

    /// <summary>It is here already.</summary>
    Duplicate,

    /// <summary>Its checksum is wrong; it will be asked for again.</summary>
    Corrupt,

    /// <summary>It belongs to another version, or has a number or length that no frame of this one has.</summary>
    Foreign,
}

/// <summary>Counts of a reception.</summary>
public readonly record struct FrameCounts(long Bytes, int Accepted, int Duplicate, int Corrupt, int Foreign)
{
    public static FrameCounts operator +(FrameCounts a, FrameCounts b) =>
        new(a.Bytes + b.Bytes, a.Accepted + b.Accepted, a.Duplicate + b.Duplicate, a.Corrupt + b.Corrupt, a.Foreign + b.Foreign);

    internal FrameCounts With(FrameVerdict verdict, int length) => this + verdict switch
    {
        FrameVerdict.Accepted => new FrameCounts(length, 1, 0, 0, 0),
        FrameVerdict.Duplicate => new FrameCounts(length, 0, 1, 0, 0),
        FrameVerdict.Corrupt => new FrameCounts(length, 0, 0, 1, 0),
        _ => new FrameCounts(length, 0, 0, 0, 1),
    };
}

/// <summary>
/// Fills a payload from frames that may come damaged, twice, out of order, from several peers, or not at all. What is here stays here: after
/// a lost peer the next one is asked for the rest.
/// </summary>
public sealed class FrameReceiver(WeightPayload payload, int credits)
{
    private byte[]? _waste;

    public WeightPayload Payload { get; } = payload;

    public FrameWindow Window { get; } = new(payload.Manifest.Frames, credits);

    public FrameCounts Counts { get; private set; }

    /// <summary>Takes a frame whose header has been read.</summary>
    /// <param name="header">The header; its length is at most <see cref="WeightManifest.MaxFrameBytes"/>.</param>
    /// <param name="fill">Fills a span with the next bytes of the body; called until the body is read.</param>
    public FrameVerdict Receive(FrameHeader header, BytesVisitor fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var verdict = Take(header, fill);
        Counts = Counts.With(verdict, header.Length);
        return verdict;
    }

    private FrameVerdict Take(FrameHeader header, BytesVisitor fill)
    {
        var manifest = Payload.Manifest;
        if (header.Id != Payload.Id || header.Frame < 0 || header.Frame >= manifest.Frames) return Drop(header, fill, FrameVerdict.Foreign);
        // A frame that is here must not be overwritten: a second copy of it could be a damaged one.
        if (Window.IsHere(header.Frame)) return Drop(header, fill, FrameVerdict.Duplicate);
        if (!Payload.TryReserve(header.Frame, header.Length)) return Drop(header, fill, FrameVerdict.Foreign);
        var state = Crc32C.Start;
        Payload.Visit(header.Frame, bytes =>
        {
            fill(bytes);
            state = Crc32C.Append(state, bytes);
        });
        if (WeightPayload.Seal(state, header.Id, header.Frame) != header.Checksum)
        {
            Window.Damaged(header.Frame);
            return FrameVerdict.Corrupt;
        }

        Window.Arrived(header.Frame);
        return FrameVerdict.Accepted;
    }

    private FrameVerdict Drop(FrameHeader header, BytesVisitor fill, FrameVerdict verdict)
    {
        _waste ??= GC.AllocateUninitializedArray<byte>(WeightManifest.MaxFrameBytes);
        fill(_waste.AsSpan(0, header.Length));
        return verdict;
    }
}
