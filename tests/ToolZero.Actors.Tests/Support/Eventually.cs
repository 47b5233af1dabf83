using System.Diagnostics;

namespace ToolZero.Actors.Tests.Support;

/// <summary>Waits for a condition that others bring about, generously: the machine may be busy.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    public static Task Holds(Func<bool> condition, string what) => Holds(condition, () => $"not within {Deadline.TotalSeconds} s: {what}");

    public static async Task Holds(Func<bool> condition, Func<string> otherwise)
    {
        for (var start = Stopwatch.GetTimestamp(); !condition(); await Task.Delay(10))
            Assert.True(Stopwatch.GetElapsedTime(start) < Deadline, otherwise());
    }
}
