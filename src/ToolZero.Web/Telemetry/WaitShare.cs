namespace ToolZero.Web.Telemetry;

/// <summary>How much of the last minute the learner waited for groups, from looks at it. Used by one thread at a time.</summary>
internal sealed class WaitShare(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Looks that are kept at most.</summary>
    private const int Most = 1024;

    private readonly Queue<(long At, bool Waits)> _looks = new();
    private int _waiting;

    /// <summary>Share of the looks of the last minute, 0 to 1; null when there was none.</summary>
    public double? Share
    {
        get
        {
            while (_looks.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) > Window) Forget();
            return _looks.Count == 0 ? null : (double)_waiting / _looks.Count;
        }
    }

    public void Look(bool waits)
    {
        if (_looks.Count == Most) Forget();
        _looks.Enqueue((time.GetTimestamp(), waits));
        if (waits) _waiting++;
    }

    private void Forget()
    {
        if (_looks.Dequeue().Waits) _waiting--;
    }
}
