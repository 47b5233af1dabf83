using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ToolZero.Tests.Shared;

/// <summary>Processor time of the calling thread: what bounds of time are held against, because on a busy machine wall time says nothing about the code.</summary>
internal readonly partial struct ThreadClock
{
    private readonly long _start;

    private ThreadClock(long start) => _start = start;

    /// <summary>What the thread has computed since the start; read by the same thread.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Now() - _start);

    public static ThreadClock StartNew() => new(Now());

    /// <summary>In ticks of <see cref="TimeSpan"/>; wall time where the system has no such clock.</summary>
    private static long Now()
    {
        const int ThreadTime = 3;
        return OperatingSystem.IsLinux() && Time(ThreadTime, out var time) == 0
            ? (time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick)
            : Stopwatch.GetElapsedTime(0).Ticks;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Time(int clock, out Spec time);

    private readonly record struct Spec(long Seconds, long Nanoseconds);
}
