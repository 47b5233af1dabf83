using System.Diagnostics;
using Akka.Actor;
using Xunit.Abstractions;

namespace Compat.Akka.Tests.Performance;

public sealed class ThroughputSpecs(ITestOutputHelper output) : Kit
{
    [Fact]
    public async Task A_million_messages_reach_one_actor_in_a_moment_and_in_order()
    {
        const int Count = 2_000_000;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var counter = System.ActorOf(Props.Create<Counter>(Count, done));
        object boxed = 0;
        var clock = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Count; i++) counter.Tell(boxed, ActorRefs.NoSender);
        await done.Task.WaitAsync(TimeSpan.FromSeconds(120));
        output.WriteLine($"{Count / clock.Elapsed.TotalSeconds / 1e6:F2} M messages/s, one producer, one consumer; {Count / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / 1e6:F2} M per second of processor time");
    }

    [Fact]
    public async Task Two_actors_that_answer_each_other_keep_a_pace()
    {
        const int Rounds = 300_000;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pong = System.ActorOf(Props.Create<Pong>());
        var ping = System.ActorOf(Props.Create<Ping>(pong, Rounds, done));
        var clock = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        ping.Tell("start", ActorRefs.NoSender);
        await done.Task.WaitAsync(TimeSpan.FromSeconds(120));
        output.WriteLine($"{2 * Rounds / clock.Elapsed.TotalSeconds / 1e6:F2} M messages/s, ping-pong; {2 * Rounds / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / 1e6:F2} M per second of processor time");
    }

    [Fact]
    public async Task A_hundred_thousand_actors_are_born_work_and_end()
    {
        const int Count = 100_000;
        var probe = NewProbe();
        var clock = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        var parent = System.ActorOf(Props.Create<Crowd>(Count, probe.Ref));
        await probe.Expect("all answered");
        var alive = clock.Elapsed;
        await probe.WatchNow(parent);
        System.Stop(parent);
        await probe.ExpectTerminated(parent);
        output.WriteLine($"{Count} actors: up and answered in {alive.TotalSeconds:F2} s, down in {(clock.Elapsed - alive).TotalSeconds:F2} s, {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:F2} s of processor time");
    }

    private sealed class Counter : UntypedActor
    {
        private readonly TaskCompletionSource _done;
        private int _left;

        public Counter(int count, TaskCompletionSource done)
        {
            _left = count;
            _done = done;
        }

        protected override void OnReceive(object message)
        {
            if (--_left == 0) _done.SetResult();
        }
    }

    private sealed class Pong : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }

    private sealed class Ping(IActorRef pong, int rounds, TaskCompletionSource done) : UntypedActor
    {
        private int _left = rounds;

        protected override void OnReceive(object message)
        {
            if (_left-- == 0) done.SetResult();
            else pong.Tell(message, Self);
        }
    }

    private sealed class Crowd : ReceiveActor
    {
        public Crowd(int count, IActorRef probe)
        {
            var left = count;
            Receive<string>(_ =>
            {
                if (--left == 0) probe.Tell("all answered");
            });
            for (var i = 0; i < count; i++) Context.ActorOf<Pong>().Tell("hello");
        }
    }
}
