#nullable disable
using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <content>Numbers, durations and sizes.</content>
public partial class HoconValue
{
    /// <exception cref="NotSupportedException">The text is none of on, off, true, false, yes, no.</exception>
    public bool GetBoolean() => GetString() switch
    {
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        var other => throw new NotSupportedException($"'{other}' is no boolean: on, off, true, false, yes or no."),
    };

    public byte GetByte() => byte.Parse(Text(), NumberFormatInfo.InvariantInfo);

    public int GetInt() => int.Parse(Text(), NumberFormatInfo.InvariantInfo);

    public long GetLong() => long.Parse(Text(), NumberFormatInfo.InvariantInfo);

    public float GetFloat() => float.Parse(Text(), NumberFormatInfo.InvariantInfo);

    public double GetDouble() => double.Parse(Text(), NumberFormatInfo.InvariantInfo);

    public decimal GetDecimal() => decimal.Parse(Text(), NumberFormatInfo.InvariantInfo);

    public IList<bool> GetBooleanList() => [.. GetArray().Select(v => v.GetBoolean())];

    public IList<byte> GetByteList() => [.. GetArray().Select(v => v.GetByte())];

    public IList<int> GetIntList() => [.. GetArray().Select(v => v.GetInt())];

    public IList<long> GetLongList() => [.. GetArray().Select(v => v.GetLong())];

    public IList<float> GetFloatList() => [.. GetArray().Select(v => v.GetFloat())];

    public IList<double> GetDoubleList() => [.. GetArray().Select(v => v.GetDouble())];

    public IList<decimal> GetDecimalList() => [.. GetArray().Select(v => v.GetDecimal())];

    public IList<string> GetStringList() => [.. GetArray().Select(v => v.GetString())];

    /// <summary>A number with a unit (ns, micro, ms, s, m, h, d and their long names); without one, milliseconds; or <c>infinite</c>.</summary>
    public TimeSpan GetTimeSpan(bool allowInfinite = true)
    {
        var text = Text();
        if (allowInfinite && text.Equals("infinite", StringComparison.OrdinalIgnoreCase)) return Timeout.InfiniteTimeSpan;
        var (number, unit) = SplitUnit(text);
        var ticks = NonNegative(number) * (unit switch
        {
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 1e-2,
            "us" or "micro" or "micros" or "microsecond" or "microseconds" => 1e1,
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => 1e4,
            "s" or "second" or "seconds" => 1e7,
            "m" or "minute" or "minutes" => 6e8,
            "h" or "hour" or "hours" => 3.6e10,
            "d" or "day" or "days" => 8.64e11,
            _ => throw new FormatException($"'{unit}' is no unit of time: ns, micro, ms, s, m, h or d."),
        });
        return ticks < long.MaxValue ? TimeSpan.FromTicks((long)Math.Round(ticks)) : throw new OverflowException($"{text} is too long.");
    }

    /// <summary>A whole number with a unit (B; kB, MB, GB … are powers of 1000; k, Ki, KiB, M, Mi … powers of 1024); null when empty.</summary>
    public long? GetByteSize()
    {
        var text = GetString();
        if (string.IsNullOrEmpty(text)) return null;
        var (number, unit) = SplitUnit(text);
        return checked(long.Parse(number, NumberFormatInfo.InvariantInfo) * Bytes(unit));
    }

    private static long Bytes(string unit)
    {
        if (unit is "" or "b" or "B" or "byte" or "bytes") return 1;
        string[] letters = ["k", "m", "g", "t", "p", "e"];
        string[] decimals = ["kilo", "mega", "giga", "tera", "peta", "exa"];
        string[] binaries = ["kibi", "mebi", "gibi", "tebi", "pebi", "exbi"];
        long thousand = 1, kibi = 1;
        for (var i = 0; i < letters.Length; i++)
        {
            thousand *= 1000;
            kibi *= 1024;
            var upper = letters[i].ToUpperInvariant();
            if (unit == (i == 0 ? "kB" : upper + "B") || unit == decimals[i] + "byte" || unit == decimals[i] + "bytes") return thousand;
            if (unit == letters[i] || unit == upper || unit == upper + "i" || unit == upper + "iB") return kibi;
            if (unit == binaries[i] + "byte" || unit == binaries[i] + "bytes") return kibi;
        }

        throw new FormatException($"'{unit}' is no unit of size: B, kB, KiB, MB, MiB, GB, GiB …");
    }

    private static (string Number, string Unit) SplitUnit(string text)
    {
        var end = text.Length;
        while (end > 0 && char.IsAsciiLetter(text[end - 1])) end--;
        return (text[..end].TrimEnd(), text[end..]);
    }
}
