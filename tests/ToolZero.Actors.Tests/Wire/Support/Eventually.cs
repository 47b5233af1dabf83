using System.Diagnostics;

namespace ToolZero.Actors.Tests.Wire.Support;

/// <summary>Waits for a condition, generously: the machine may be busy.</summary>
internal static class Eventually
{
    public static async Task Holds(Func<bool> condition, string what)
    {
        for (var clock = Stopwatch.StartNew(); !condition(); await Task.Delay(20))
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(90), $"not within 90 s: {what}");
    }
}
