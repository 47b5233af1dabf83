using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Weights;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Hosting;

public class EvaluationActorSpecs
{
    [Fact]
    public async Task It_evaluates_every_few_versions_one_at_a_time_and_lets_go_of_the_weights()
    {
        var started = new List<long>();
        var gate = new TaskCompletionSource<EvaluationResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var events = new TaskCompletionSource<RunEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var system = ActorSystem.Create("evaluation");
        system.EventStream.Subscribe(system.ActorOf(RunMonitorActor.Props(e => events.TrySetResult(e), new TaskCompletionSource<RunOutcome>())), typeof(RunEvent));
        var actor = system.ActorOf(EvaluationActor.Props(
            2,
            (snapshot, _) =>
            {
                started.Add(snapshot.Version.Value);
                return gate.Task;
            },
            ActorRefs.Nobody,
            TimeSpan.FromMinutes(1)));
        var snapshots = Enumerable.Range(0, 6).Select(v => new PolicySnapshot(new PolicyVersion(v), new MemoryStream())).ToList();
        foreach (var snapshot in snapshots) actor.Tell(new WeightsProtocol.Available(snapshot));
        gate.SetResult(new EvaluationResult(0.5, 1, 2, ImmutableSortedDictionary<string, double>.Empty));
        var done = Assert.IsType<RunEvent.EvaluationDone>(await events.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(2, done.Step);
        Assert.Equal(2, started[0]);
        snapshots[2].Release();
        Assert.True(snapshots[2].Disposed);
        await system.Terminate();
    }
}
