using System.Collections.Immutable;
using System.Globalization;

namespace ToolZero.Actors.Hosting;

/// <summary>Durations and sizes with their units.</summary>
internal static class Units
{
    // Ticks of 100 ns; the shortest name first, by which it is written.
    private static readonly ImmutableArray<(string[] Names, double Ticks)> Times =
    [
        (["d", "day", "days"], TimeSpan.TicksPerDay),
        (["h", "hour", "hours"], TimeSpan.TicksPerHour),
        (["m", "minute", "minutes"], TimeSpan.TicksPerMinute),
        (["s", "second", "seconds"], TimeSpan.TicksPerSecond),
        (["ms", "milli", "millis", "millisecond", "milliseconds"], TimeSpan.TicksPerMillisecond),
        (["micro", "micros", "microsecond", "microseconds"], TimeSpan.TicksPerMicrosecond),
        (["ns", "nano", "nanos", "nanosecond", "nanoseconds"], 0.01),
    ];

    private static readonly ImmutableArray<(string[] Names, long Bytes)> Sizes =
    [
        (["GiB", "Gi", "G", "g"], 1L << 30),
        (["MiB", "Mi", "M", "m"], 1L << 20),
        (["KiB", "Ki", "K", "k"], 1L << 10),
        (["GB"], 1_000_000_000),
        (["MB"], 1_000_000),
        (["kB"], 1_000),
        (["B", "b", "byte", "bytes"], 1),
    ];

    public static TimeSpan? ReadDuration(string text)
    {
        var (number, unit) = Split(text);
        var time = Times.FirstOrDefault(t => t.Names.Contains(unit));
        if (time.Names is null || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return null;
        var ticks = value * time.Ticks;
        return ticks < long.MaxValue ? TimeSpan.FromTicks((long)Math.Round(ticks)) : null;
    }

    public static long? ReadSize(string text)
    {
        var (number, unit) = Split(text);
        var size = Sizes.FirstOrDefault(s => s.Names.Contains(unit));
        if (size.Names is null || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return null;
        return value <= long.MaxValue / size.Bytes ? value * size.Bytes : null;
    }

    public static string Write(TimeSpan value)
    {
        var time = Times.First(t => t.Ticks < 1 || value.Ticks % (long)t.Ticks == 0 && value.Ticks >= t.Ticks);
        return string.Create(CultureInfo.InvariantCulture, $"{(time.Ticks < 1 ? value.Ticks * 100 : value.Ticks / (long)time.Ticks)}{time.Names[0]}");
    }

    public static string Write(long bytes)
    {
        var size = Sizes.First(s => bytes % s.Bytes == 0 && (bytes >= s.Bytes || s.Bytes == 1));
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / size.Bytes}{size.Names[0]}");
    }

    private static (string Number, string Unit) Split(string text)
    {
        var end = text.Length;
        while (end > 0 && char.IsAsciiLetter(text[end - 1])) end--;
        return (text[..end].TrimEnd(), text[end..]);
    }
}
