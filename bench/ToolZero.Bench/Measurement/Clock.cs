using System.Diagnostics;

namespace ToolZero.Bench.Measurement;

/// <summary>What time is measured with.</summary>
internal enum ClockKind
{
    /// <summary>Wall time.</summary>
    Wall,

    /// <summary>Processor time of the whole process: the benches keep one thread busy, so on a quiet machine it is the wall time.</summary>
    Cpu,
}

/// <summary>Seconds.</summary>
internal sealed class Clock(ClockKind kind)
{
    public double Now => kind == ClockKind.Wall ? Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency : Environment.CpuUsage.TotalTime.TotalSeconds;

    /// <summary>Seconds that an action takes.</summary>
    public double Time(Action action)
    {
        var from = Now;
        action();
        return Now - from;
    }
}
