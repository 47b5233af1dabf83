using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Coordinator;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Tests.Admin.Support;

/// <summary>Stands for run and coordinator: answers as it is told to, and remembers what it was asked.</summary>
internal sealed class ScriptedRun
{
    public ScriptedRun(ActorSystem system) => Actor = system.ActorOf(Props.Create(() => new Script(this)));

    public IActorRef Actor { get; }

    public ConcurrentQueue<object> Heard { get; } = [];

    /// <summary>The answer to a message; null = none.</summary>
    public Func<object, object?> Answer { get; set; } = message => message switch
    {
        GetStatus => Status(),
        IOperatorCommand => new CommandResult(true, 12, "running", "paused", ""),
        _ => null,
    };

    /// <summary>Who asked last, to be answered later.</summary>
    public IActorRef Asker { get; private set; } = ActorRefs.Nobody;

    public int Asked<T>() => Heard.OfType<T>().Count();

    public static CoordinatorStatus Status(params WorkerStatus[] workers) => new(
        RunPhase.Running,
        "",
        12,
        240,
        new GroupCounts(100, 2, 4, 6, 80, 1, 2, 3, 2, 5),
        [.. workers],
        new LearnerStatus("n0/learner#a.1", "127.0.0.1:4100", 12, "waiting for a batch", TimeSpan.FromSeconds(2)),
        "rollouts of step 12",
        TimeSpan.FromSeconds(3),
        [.. workers.Select((w, i) => new LeaseStatus(new LeaseId(8 + i, 1), w.Name, 12, 4, 2, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(29 - i)))],
        new RunEpochs(2, 3, 0),
        10,
        [new LiveValue("learner.learning-rate", "1e-4")],
        []);

    private sealed class Script : ReceiveActor
    {
        public Script(ScriptedRun run) => ReceiveAny(message =>
        {
            run.Heard.Enqueue(message);
            run.Asker = Sender;
            if (run.Answer(message) is { } answer) Sender.Tell(answer);
        });
    }
}
