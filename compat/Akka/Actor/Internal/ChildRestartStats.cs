using System.Diagnostics;

namespace Akka.Actor.Internal;

/// <summary>How often a child was restarted in the present window.</summary>
public class ChildRestartStats
{
    public ChildRestartStats(IInternalActorRef child, uint maxNrOfRetriesCount = 0, long restartTimeWindowStartTicks = 0)
    {
        Child = child;
        MaxNrOfRetriesCount = maxNrOfRetriesCount;
        RestartTimeWindowStartTicks = restartTimeWindowStartTicks;
    }

    public IInternalActorRef Child { get; }

    public long Uid => Child.Path.Uid;

    public uint MaxNrOfRetriesCount { get; private set; }

    public long RestartTimeWindowStartTicks { get; private set; }

    /// <summary>
    /// Counts one more restart and says whether it is allowed. No retries (0) forbids every restart; retries without a window count for ever; a window
    /// without retries allows one restart in it; neither allows all.
    /// </summary>
    public bool RequestRestartPermission(int maxNrOfRetries, int withinTimeMilliseconds)
    {
        if (maxNrOfRetries == 0) return false;
        var limited = maxNrOfRetries > 0;
        if (withinTimeMilliseconds > 0) return AllowedInWindow(limited ? maxNrOfRetries : 1, withinTimeMilliseconds);
        if (!limited) return true;
        MaxNrOfRetriesCount++;
        return MaxNrOfRetriesCount <= maxNrOfRetries;
    }

    private bool AllowedInWindow(int retries, int windowMilliseconds)
    {
        var now = Stopwatch.GetTimestamp();
        if (RestartTimeWindowStartTicks == 0) RestartTimeWindowStartTicks = now;
        if (Stopwatch.GetElapsedTime(RestartTimeWindowStartTicks, now).TotalMilliseconds <= windowMilliseconds)
        {
            MaxNrOfRetriesCount++;
            return MaxNrOfRetriesCount <= retries;
        }

        RestartTimeWindowStartTicks = now;
        MaxNrOfRetriesCount = 1;
        return true;
    }
}
