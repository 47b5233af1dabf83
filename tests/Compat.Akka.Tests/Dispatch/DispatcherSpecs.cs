using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;

namespace Compat.Akka.Tests.Dispatch;

public sealed class DispatcherSpecs() : Kit("""
    pinned { type = PinnedDispatcher }
    forked { type = ForkJoinDispatcher, throughput = 10, dedicated-thread-pool { thread-count = 2 } }
    single { type = Dispatcher, executor = fork-join-executor, throughput = 5, fork-join-executor { parallelism-min = 1, parallelism-factor = 1.0, parallelism-max = 1 } }
    alias = forked
    odd { type = NoSuchDispatcher }
    akka.actor.deployment { "/deployed" { dispatcher = pinned }, "/nest/*" { dispatcher = pinned } }
    """)
{
    [Fact]
    public async Task A_pinned_actor_has_one_thread_of_its_own()
    {
        var a = await ThreadsOf(System.ActorOf(Props.Create<ThreadTeller>().WithDispatcher("pinned")), 20);
        var b = await ThreadsOf(System.ActorOf(Props.Create<ThreadTeller>().WithDispatcher("pinned")), 20);
        Assert.Single(a.Distinct());
        Assert.Single(b.Distinct());
        Assert.NotEqual(a[0], b[0]);
        Assert.False(a[0].IsThreadPoolThread);
    }

    [Fact]
    public async Task The_thread_of_a_pinned_actor_survives_its_restart_and_ends_with_it()
    {
        var actor = System.ActorOf(Props.Create<ThreadTeller>().WithDispatcher("pinned"));
        var thread = (await ThreadsOf(actor, 1))[0];
        actor.Tell("boom", ActorRefs.NoSender);
        Assert.Equal(thread, (await ThreadsOf(actor, 1))[0]);
        await Within(actor.GracefulStop(Deadline));
        await Eventually(() => !thread.IsAlive);
    }

    [Fact]
    public async Task An_asynchronous_handler_stays_on_its_thread()
    {
        var actor = System.ActorOf(Props.Create<ThreadTeller>().WithDispatcher("pinned"));
        var thread = (await ThreadsOf(actor, 1))[0];
        Assert.Equal(thread, await Within(actor.Ask<Thread>("async", Deadline)));
    }

    [Fact]
    public async Task A_pinned_actor_that_blocks_holds_up_nobody_else()
    {
        var gate = new ManualResetEventSlim();
        var blocked = System.ActorOf(Scripted.Props((_, _) => gate.Wait()).WithDispatcher("pinned"));
        blocked.Tell("block", ActorRefs.NoSender);
        await ThreadsOf(System.ActorOf(Props.Create<ThreadTeller>().WithDispatcher("pinned")), 1);
        await ThreadsOf(System.ActorOf(Props.Create<ThreadTeller>()), 1);
        gate.Set();
    }

    [Theory]
    [InlineData("forked", 2)]
    [InlineData("alias", 2)]
    [InlineData("single", 1)]
    public async Task A_dedicated_pool_has_as_many_threads_as_configured(string dispatcher, int threads)
    {
        var seen = new ConcurrentBag<Thread>();
        for (var i = 0; i < 10; i++)
        {
            foreach (var thread in await ThreadsOf(System.ActorOf(Props.Create<ThreadTeller>().WithDispatcher(dispatcher)), 5)) seen.Add(thread);
        }

        Assert.InRange(seen.Distinct().Count(), 1, threads);
        Assert.DoesNotContain(seen, thread => thread.IsThreadPoolThread);
    }

    [Fact]
    public async Task The_default_is_the_thread_pool() =>
        Assert.All(await ThreadsOf(System.ActorOf(Props.Create<ThreadTeller>()), 5), thread => Assert.True(thread.IsThreadPoolThread));

    [Fact]
    public async Task On_one_thread_the_turns_are_bounded_by_the_throughput()
    {
        var order = new ConcurrentQueue<string>();
        var gate = new ManualResetEventSlim();
        var blocker = System.ActorOf(Scripted.Props((_, _) => gate.Wait()).WithDispatcher("single"));
        var a = System.ActorOf(Scripted.Props((_, _) => order.Enqueue("a")).WithDispatcher("single"));
        var b = System.ActorOf(Scripted.Props((_, context) =>
        {
            order.Enqueue("b");
            if (order.Count == 40) context.System.DeadLetters.Tell("done");
        }).WithDispatcher("single"));
        blocker.Tell("block", ActorRefs.NoSender);
        for (var i = 0; i < 20; i++) a.Tell(i, ActorRefs.NoSender);
        for (var i = 0; i < 20; i++) b.Tell(i, ActorRefs.NoSender);
        gate.Set();
        await Eventually(() => order.Count == 40);
        Assert.Equal(string.Concat(Enumerable.Repeat("aaaaabbbbb", 4)), string.Concat(order));
    }

    [Fact]
    public async Task The_deployment_section_names_dispatchers_by_path()
    {
        Assert.False((await ThreadsOf(System.ActorOf(Props.Create<ThreadTeller>(), "deployed"), 1))[0].IsThreadPoolThread);
        var nest = System.ActorOf(Scripted.Props((_, context) => context.Sender.Tell(context.ActorOf(Props.Create<ThreadTeller>()))), "nest");
        var child = await Within(nest.Ask<IActorRef>("child", Deadline));
        Assert.False((await ThreadsOf(child, 1))[0].IsThreadPoolThread);
    }

    [Fact]
    public void An_unknown_dispatcher_is_an_error()
    {
        Assert.Throws<ConfigurationException>(() => System.ActorOf(Props.Create<ThreadTeller>().WithDispatcher("nowhere")));
        Assert.Throws<ConfigurationException>(() => System.ActorOf(Props.Create<ThreadTeller>().WithDispatcher("odd")));
        Assert.True(System.Dispatchers.HasDispatcher("pinned"));
        Assert.False(System.Dispatchers.HasDispatcher("nowhere"));
    }

    private static async Task<Thread[]> ThreadsOf(IActorRef actor, int times)
    {
        var threads = new Thread[times];
        for (var i = 0; i < times; i++) threads[i] = await Within(actor.Ask<Thread>("thread?", Deadline));
        return threads;
    }

    private sealed class ThreadTeller : ReceiveActor
    {
        public ThreadTeller()
        {
            Receive<string>(s => s == "boom", (Action<string>)(_ => throw new InvalidOperationException()));
            ReceiveAsync<string>(s => s == "async", async _ =>
            {
                await Task.Yield();
                Sender.Tell(Thread.CurrentThread);
            });
            ReceiveAny(_ => Sender.Tell(Thread.CurrentThread));
        }
    }
}
