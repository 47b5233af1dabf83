namespace ToolZero.Actors.Admin;

/// <summary>
/// Denied requests are audited, but nobody without the secret may fill the disk: so many lines a minute, the rest as one number. Pure.
/// </summary>
public sealed record DenialMeter
{
    /// <summary>Lines per window.</summary>
    public const int MaxLines = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private DateTimeOffset Began { get; init; } = DateTimeOffset.MinValue;

    private int Lines { get; init; }

    /// <summary>Denials that have no line of their own yet.</summary>
    public long Uncounted { get; init; }

    /// <summary>One more denial: true when it gets a line of its own.</summary>
    public (DenialMeter Next, bool Write) Denied(DateTimeOffset now)
    {
        var meter = now - Began < Window ? this : this with { Began = now, Lines = 0 };
        return meter.Lines < MaxLines ? (meter with { Lines = meter.Lines + 1 }, true) : (meter with { Uncounted = meter.Uncounted + 1 }, false);
    }

    /// <summary>How many are to be written down as one number now; 0 = none, or not yet.</summary>
    public (DenialMeter Next, long Count) Flush(DateTimeOffset now) =>
        Uncounted == 0 || now - Began < Window ? (this, 0) : (this with { Uncounted = 0 }, Uncounted);
}
