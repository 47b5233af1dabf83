using Akka.Configuration;
using Akka.Event;
using ToolZero.Actors.Clustering;

namespace ToolZero.Actors.Tests.Clustering;

public class ProbedFailureDetectorSpecs
{
    private const string Address = "akka.tcp://toolzero@127.0.0.1:4053";

    private static readonly Config Settings = ConfigurationFactory.ParseString(
        "threshold = 8, max-sample-size = 1000, min-std-deviation = 200ms, acceptable-heartbeat-pause = 1h, heartbeat-interval = 500ms");

    private readonly EventStream _events = new(false);

    private ProbedFailureDetector Heard()
    {
        var detector = new ProbedFailureDetector(Settings, _events) { Address = Address };
        detector.HeartBeat();
        return detector;
    }

    [Fact]
    public void A_process_that_is_known_to_be_gone_is_unavailable_at_once()
    {
        var detector = Heard();
        Assert.True(detector.IsAvailable);
        ProvenDeaths.Of(_events).Add(Address);
        Assert.False(detector.IsAvailable);
        Assert.True(detector.IsMonitoring);
    }

    [Fact]
    public void A_new_process_at_its_address_is_available_once_it_is_heard()
    {
        var detector = Heard();
        ProvenDeaths.Of(_events).Add(Address);
        detector.HeartBeat();
        Assert.True(detector.IsAvailable);
    }

    [Fact]
    public void Other_members_and_other_systems_are_judged_by_their_heartbeats()
    {
        var detector = Heard();
        ProvenDeaths.Of(_events).Add(Address + "1");
        ProvenDeaths.Of(new EventStream(false)).Add(Address);
        Assert.True(detector.IsAvailable);
    }
}
