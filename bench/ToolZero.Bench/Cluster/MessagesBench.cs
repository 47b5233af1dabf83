using Akka.Actor;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Ledger;
using ToolZero.Bench.Benchmarks;
using ToolZero.Bench.Measurement;

namespace ToolZero.Bench.Cluster;

/// <summary>Messages of the product per second between two actors of one system, and of two systems over loopback TCP with the product's serializer.</summary>
internal sealed class MessagesBench : IBench
{
    private const int Window = 1000;
    private const int Every = 100;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public string Name => "messages";

    public bool OnRequest => true;

    public IEnumerable<Figure> Run(BenchContext context)
    {
        var few = context.Quick ? 10 : 1;
        using var local = new ClusterSystem("local", isRemote: false);
        using var near = new ClusterSystem("near", isRemote: true);
        using var far = new ClusterSystem("far", isRemote: true);
        var groups = new SyntheticGroups();
        var group = new CoordinatorProtocol.DeliverGroup(groups.Make(0, default, "worker"), TimeSpan.Zero, 0);
        var bytes = LedgerCodec.Encode(group.Group).Length;
        var (small, remote, large) = (1_000_000 / few, 200_000 / few, 20_000 / few);
        var best = Interleaved.Best(
            context.Rounds,
            () => Flow(context.Clock, local, local, Request, small),
            () => Flow(context.Clock, near, far, Request, remote),
            () => Flow(context.Clock, near, far, _ => group, large));
        yield return new Figure("local messages", small / best[0], "1/s");
        yield return new Figure("remote messages (requests for work)", remote / best[1], "1/s");
        yield return new Figure("remote scored groups", large / best[2], "1/s");
        yield return new Figure("remote scored groups", large / best[2] * bytes / 1e6, "MB/s");
        yield return new Figure("size of a scored group", bytes, "bytes");
    }

    private static object Request(long n) => new CoordinatorProtocol.RequestWork("rollout-1", n, []);

    private static double Flow(Clock clock, ClusterSystem from, ClusterSystem to, Func<long, object> message, int count)
    {
        using var done = new ManualResetEvent(false);
        var sink = to.System.ActorOf(Props.Create(() => new MessageSink(count, Every)));
        var path = to.PathOf(sink);
        Action signal = () => done.Set();
        var seconds = clock.Time(() =>
        {
            from.System.ActorOf(Props.Create(() => new MessageSource(path, message, count, Window, signal)));
            ClusterSystem.Await(done, Deadline, $"sending {count} messages");
        });
        to.System.Stop(sink);
        return seconds;
    }
}
