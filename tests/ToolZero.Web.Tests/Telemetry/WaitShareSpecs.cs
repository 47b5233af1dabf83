using ToolZero.Web.Telemetry;

namespace ToolZero.Web.Tests.Telemetry;

public sealed class WaitShareSpecs
{
    private readonly Clock _clock = new();

    [Fact]
    public void Nobody_has_looked_yet() => Assert.Null(new WaitShare(_clock).Share);

    [Fact]
    public void It_is_the_share_of_the_looks_of_the_last_minute()
    {
        var share = new WaitShare(_clock);
        for (var i = 0; i < 40; i++) Look(share, waits: true);
        Assert.Equal(1, share.Share);
        for (var i = 0; i < 40; i++) Look(share, waits: false);
        // A minute of one look each second and a half: the older ones no longer count.
        Assert.InRange(share.Share!.Value, 0, 0.05);
        _clock.Now += TimeSpan.FromMinutes(2);
        Assert.Null(share.Share);
    }

    [Fact]
    public void However_often_one_looks_it_stays_small()
    {
        var share = new WaitShare(_clock);
        for (var i = 0; i < 5_000; i++) share.Look(waits: true);
        for (var i = 0; i < 512; i++) share.Look(waits: false);
        Assert.Equal(0.5, share.Share);
    }

    private void Look(WaitShare share, bool waits)
    {
        share.Look(waits);
        _clock.Now += TimeSpan.FromSeconds(1.5);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
