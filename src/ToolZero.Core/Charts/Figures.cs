using System.Globalization;

namespace ToolZero.Core.Charts;

/// <summary>Numbers as people read them.</summary>
public static class Figures
{
    /// <summary>Three significant digits: 0.0123, 1.23, 12.3, 123, 1.2k, 3.4M, 5.0e-5.</summary>
    public static string Short(double value)
    {
        var size = Math.Abs(value);
        return value switch
        {
            _ when !double.IsFinite(value) => "–",
            0 => "0",
            _ when size >= 1e7 => Text(value / 1e6, "0") + "M",
            _ when size >= 1e6 => Text(value / 1e6, "0.#") + "M",
            _ when size >= 1e4 => Text(value / 1e3, "0") + "k",
            _ when size >= 1e3 => Text(value / 1e3, "0.#") + "k",
            _ when size >= 100 => Text(value, "0"),
            _ when size >= 10 => Text(value, "0.#"),
            _ when size >= 1 => Text(value, "0.##"),
            _ when size >= 1e-3 => Text(value, size >= 0.1 ? "0.###" : "0.####"),
            _ => Text(value, "0.0e-0"),
        };
    }

    /// <summary>A share as a percentage: 0.712 is 71.2 %.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? Text(share * 100, "0.0") + " %" : "–";

    /// <summary>A whole number with thin groups: 12 345.</summary>
    public static string Whole(double value) => double.IsFinite(value) ? Text(value, "#,0").Replace(',', '\u202f') : "–";

    /// <summary>A length of time: 45 s, 3:07 min, 1:02:03 h.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => Text(Math.Max(0, time.TotalSeconds), "0") + " s",
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00} h"),
    };

    /// <summary>Seconds, to a tenth while they are few: 0.4 s, 45 s, 3:07 min.</summary>
    public static string Time(double seconds) => seconds < 9.95 ? Text(Math.Max(0, seconds), "0.0") + " s" : Duration(TimeSpan.FromSeconds(Math.Min(seconds, 1e9)));

    /// <summary>An amount of memory: 340 KiB, 12 MiB, 1.5 GiB.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => Text((double)bytes / (1L << 30), "0.0") + " GiB",
        >= 1L << 20 => Text((double)bytes / (1L << 20), "0") + " MiB",
        _ => Text(bytes / 1024.0, "0") + " KiB",
    };

    /// <summary>A coordinate of a picture.</summary>
    public static string Pixel(double value) => Text(value, "0.##");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
