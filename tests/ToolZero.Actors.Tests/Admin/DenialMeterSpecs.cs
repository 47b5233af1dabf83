using ToolZero.Actors.Admin;

namespace ToolZero.Actors.Tests.Admin;

public class DenialMeterSpecs
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_flood_of_denials_makes_few_lines_and_one_number_per_minute()
    {
        var (meter, lines, counted) = (new DenialMeter(), 0, 0L);
        for (var i = 0; i < 10_000; i++)
        {
            (meter, var write) = meter.Denied(Now.AddMilliseconds(10 * i));
            if (write) lines++;
            (meter, var count) = meter.Flush(Now.AddMilliseconds(10 * i));
            if (count > 0) lines++;
            counted += count;
        }

        Assert.InRange(lines, 2 * DenialMeter.MaxLines, 2 * DenialMeter.MaxLines + 2);
        Assert.Equal(10_000, counted + meter.Uncounted + 2 * DenialMeter.MaxLines);
    }

    [Fact]
    public void The_rest_is_counted_when_the_minute_is_over()
    {
        var meter = new DenialMeter();
        for (var i = 0; i < DenialMeter.MaxLines + 5; i++) meter = meter.Denied(Now).Next;
        Assert.Equal(0, meter.Flush(Now.AddSeconds(59)).Count);
        (meter, var count) = meter.Flush(Now.AddSeconds(60));
        Assert.Equal(5, count);
        Assert.Equal(0, meter.Flush(Now.AddSeconds(61)).Count);
    }
}
