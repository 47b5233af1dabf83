using System.Diagnostics;

namespace ToolZero.Actors.Tests.Weights;

/// <summary>Waits for a condition that other threads bring about.</summary>
internal static class Eventually
{
    public static async Task Holds(Func<bool> condition, Func<string> otherwise)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(90), otherwise());
            await Task.Delay(10);
        }
    }
}
