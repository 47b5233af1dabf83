using System.Collections.Immutable;
using System.Threading.Channels;
using Akka.Actor;
using ToolZero.Actors.Evaluation;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Weights;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Evaluation.EvaluationProtocol;

namespace ToolZero.Actors.Tests.Evaluation;

public class EvaluationActorSpecs
{
    private static readonly EvaluationResult Half = new(0.5, 1, 2, ImmutableSortedDictionary<string, double>.Empty);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task It_evaluates_every_few_versions_one_at_a_time_and_lets_go_of_the_weights()
    {
        var started = new List<long>();
        var gate = new TaskCompletionSource<EvaluationResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var system = ActorSystem.Create("evaluation");
        var heard = Channel.CreateUnbounded<object>();
        var run = system.ActorOf(Props.Create(() => new Listener(heard)));
        var actor = system.ActorOf(EvaluationActor.Props(
            new EvaluationServices(
                2,
                (snapshot, _) =>
                {
                    started.Add(snapshot.Version.Value);
                    return gate.Task;
                },
                (_, _) => throw new InvalidOperationException("nobody asked"),
                TimeSpan.FromMinutes(1)),
            run,
            ActorRefs.Nobody));
        var snapshots = Enumerable.Range(0, 6).Select(v => new PolicySnapshot(new PolicyVersion(v), new MemoryStream())).ToList();
        foreach (var snapshot in snapshots) actor.Tell(new WeightsProtocol.Available(snapshot));
        gate.SetResult(Half);
        var done = await Next<Evaluated>(heard);
        Assert.Equal((OnTheWay, 2), (done.Name, done.Step));
        Assert.Equal(2, started[0]);
        snapshots[2].Release();
        Assert.True(snapshots[2].Disposed);
        await system.Terminate();
    }

    [Fact]
    public async Task A_result_is_sent_until_it_is_taken()
    {
        using var system = ActorSystem.Create("evaluation");
        var heard = Channel.CreateUnbounded<object>();
        var run = system.ActorOf(Props.Create(() => new Listener(heard)));
        var evaluations = 0;
        var actor = system.ActorOf(EvaluationActor.Props(
            new EvaluationServices(
                0,
                (_, _) => throw new InvalidOperationException("no version is evaluated"),
                (folder, _) =>
                {
                    Assert.Equal("step_3", folder);
                    Interlocked.Increment(ref evaluations);
                    return Task.FromResult(Half);
                },
                TimeSpan.FromMilliseconds(20)),
            run,
            ActorRefs.Nobody));
        await Next<EvaluatorIdle>(heard);
        // Asked twice, as by a run that did not hear the first answer.
        actor.Tell(new Evaluate(Final, 3, "step_3"), run);
        actor.Tell(new Evaluate(Final, 3, "step_3"), run);
        for (var i = 0; i < 3; i++) Assert.Equal(Half, (await Next<Evaluated>(heard)).Result);
        Assert.Equal(1, evaluations);
        actor.Tell(new EvaluationTaken(Final, 3), run);
        var quiet = 0;
        for (var i = 0; i < 50 && quiet < 5; i++) quiet = await heard.Reader.ReadAsync().AsTask().WaitAsync(Patience) is EvaluatorIdle ? quiet + 1 : 0;
        Assert.Equal(5, quiet);
        await system.Terminate();
    }

    [Fact]
    public async Task An_evaluation_that_fails_is_reported_when_the_run_asked_for_it()
    {
        using var system = ActorSystem.Create("evaluation");
        var heard = Channel.CreateUnbounded<object>();
        var run = system.ActorOf(Props.Create(() => new Listener(heard)));
        var actor = system.ActorOf(EvaluationActor.Props(
            new EvaluationServices(0, (_, _) => Task.FromResult(Half), (_, _) => throw new Core.Data.DataException("model: damaged"), TimeSpan.FromMinutes(1)),
            run,
            ActorRefs.Nobody));
        actor.Tell(new Evaluate(Baseline, 0, ""), run);
        Assert.Equal(new EvaluationFailed(Baseline, 0, "model: damaged", true), await Next<EvaluationFailed>(heard));
        await system.Terminate();
    }

    private static async Task<T> Next<T>(Channel<object> heard)
    {
        while (true)
            if (await heard.Reader.ReadAsync().AsTask().WaitAsync(Patience) is T wanted) return wanted;
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(Channel<object> heard) => ReceiveAny(message => heard.Writer.TryWrite(message));
    }
}
