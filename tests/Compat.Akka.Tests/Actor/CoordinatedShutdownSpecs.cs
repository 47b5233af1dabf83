using System.Collections.Concurrent;
using Akka;
using Akka.Actor;

namespace Compat.Akka.Tests.Actor;

public sealed class CoordinatedShutdownSpecs() : Kit("""
    akka.coordinated-shutdown.phases {
      brief { timeout = 20ms, depends-on = [service-stop] }
      strict { timeout = 20ms, recover = off, depends-on = [service-stop] }
      before-cluster-shutdown.depends-on = [service-stop, brief]
    }
    """)
{
    private readonly ConcurrentQueue<string> _order = new();

    private CoordinatedShutdown Shutdown => CoordinatedShutdown.Get(System);

    [Fact]
    public async Task The_phases_run_in_their_order_and_end_with_the_system()
    {
        string[] phases =
        [
            CoordinatedShutdown.PhaseBeforeServiceUnbind, CoordinatedShutdown.PhaseServiceUnbind, CoordinatedShutdown.PhaseServiceRequestsDone,
            CoordinatedShutdown.PhaseServiceStop, CoordinatedShutdown.PhaseBeforeClusterShutdown, CoordinatedShutdown.PhaseClusterShardingShutdownRegion,
            CoordinatedShutdown.PhaseClusterLeave, CoordinatedShutdown.PhaseClusterExiting, CoordinatedShutdown.PhaseClusterExitingDone,
            CoordinatedShutdown.PhaseClusterShutdown, CoordinatedShutdown.PhaseBeforeActorSystemTerminate, CoordinatedShutdown.PhaseActorSystemTerminate,
        ];
        foreach (var phase in phases.Reverse()) Note(phase, phase);
        await Within(Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance));
        Assert.Equal(phases, _order);
        await Within(System.WhenTerminated);
    }

    [Fact]
    public async Task A_phase_waits_for_all_tasks_of_the_one_before()
    {
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "slow", async () =>
        {
            for (var i = 0; i < 100; i++) await Task.Yield();
            _order.Enqueue("slow");
            return Done.Instance;
        });
        Note(CoordinatedShutdown.PhaseServiceRequestsDone, "after");
        await Within(Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance));
        Assert.Equal(["slow", "after"], _order);
    }

    [Fact]
    public async Task Terminate_runs_the_phases_with_its_reason_and_all_callers_get_the_same_end()
    {
        Note(CoordinatedShutdown.PhaseServiceStop, "once");
        Assert.Null(Shutdown.ShutdownReason);
        await Within(System.Terminate());
        Assert.Same(CoordinatedShutdown.ActorSystemTerminateReason.Instance, Shutdown.ShutdownReason);
        await Within(Shutdown.Run(new MyReason("too late")));
        Assert.Same(CoordinatedShutdown.ActorSystemTerminateReason.Instance, Shutdown.ShutdownReason);
        Assert.Equal(["once"], _order);
    }

    [Fact]
    public async Task A_reason_may_carry_data()
    {
        await Within(Shutdown.Run(new MyReason("because")));
        Assert.Equal("because", Assert.IsType<MyReason>(Shutdown.ShutdownReason).Text);
    }

    [Fact]
    public async Task A_failed_or_late_task_does_not_stop_the_shutdown()
    {
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "failing", () => Task.FromException<Done>(new InvalidOperationException("boom")));
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "throwing", () => throw new InvalidOperationException("boom"));
        Shutdown.AddTask("brief", "never", () => new TaskCompletionSource<Done>().Task);
        Note(CoordinatedShutdown.PhaseBeforeClusterShutdown, "after");
        await Within(Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance));
        Assert.Equal(["after"], _order);
    }

    [Fact]
    public async Task Without_recovery_a_late_task_ends_the_shutdown()
    {
        Shutdown.AddTask("strict", "never", () => new TaskCompletionSource<Done>().Task);
        await Assert.ThrowsAsync<TimeoutException>(() => Within(Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance)));
        await Within(((ExtendedActorSystem)System).WhenTerminatedAfterAbort());
    }

    [Fact]
    public async Task It_may_begin_at_a_later_phase()
    {
        Note(CoordinatedShutdown.PhaseServiceUnbind, "skipped");
        Note(CoordinatedShutdown.PhaseClusterLeave, "run");
        await Within(Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseServiceStop));
        Assert.Equal(["run"], _order);
    }

    [Fact]
    public async Task A_task_may_add_tasks_to_later_phases()
    {
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "adds", () =>
        {
            Note(CoordinatedShutdown.PhaseServiceStop, "added");
            return Task.FromResult(Done.Instance);
        });
        await Within(Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance));
        Assert.Equal(["added"], _order);
    }

    [Fact]
    public void Phases_and_their_times_come_from_the_configuration()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), Shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop));
        Assert.Equal(TimeSpan.FromSeconds(10), Shutdown.Timeout(CoordinatedShutdown.PhaseClusterExiting));
        Assert.Equal(TimeSpan.FromMilliseconds(20), Shutdown.Timeout("brief"));
        Assert.ThrowsAny<Exception>(() => Note("no such phase", "x"));
        Assert.Throws<ArgumentException>(() => Shutdown.Timeout("no such phase"));
    }

    private void Note(string phase, string text) => Shutdown.AddTask(phase, "note " + text, () =>
    {
        _order.Enqueue(text);
        return Task.FromResult(Done.Instance);
    });

    private sealed class MyReason(string text) : CoordinatedShutdown.Reason
    {
        public string Text => text;
    }
}

internal static class Aborting
{
    internal static Task WhenTerminatedAfterAbort(this ExtendedActorSystem system)
    {
        system.Abort();
        return system.WhenTerminated;
    }
}
