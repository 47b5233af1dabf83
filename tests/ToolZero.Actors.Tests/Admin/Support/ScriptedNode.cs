using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Node;
using static ToolZero.Actors.Node.NodeProtocol;

namespace ToolZero.Actors.Tests.Admin.Support;

/// <summary>Stands for a node: adds and ends its workers at once, or not at all.</summary>
internal sealed class ScriptedNode
{
    public ScriptedNode(ActorSystem system, string name, int port, int rollouts, ImmutableArray<string> roles)
    {
        (Name, Address, Roles) = (name, $"127.0.0.1:{port}", roles);
        Workers = [.. Enumerable.Range(1, rollouts).Select(Worker)];
        Actor = system.ActorOf(Props.Create(() => new Script(this)));
    }

    public IActorRef Actor { get; }

    public string Name { get; }

    public string Address { get; }

    public ImmutableArray<string> Roles { get; }

    public int Cores { get; init; } = 2;

    public bool Reachable { get; set; } = true;

    /// <summary>It answers nothing while this is false.</summary>
    public bool Alive { get; set; } = true;

    public ImmutableArray<WorkerStatus> Workers { get; private set; }

    public int Scorings { get; private set; }

    private WorkerStatus Worker(int i) => new($"rollout-{i}", $"{Name}/rollout-{i}#b.1", RoleKind.Rollout, 1, RoleHealth.Running);

    private WorkersChanged Ended(string name)
    {
        if (Workers.All(w => w.Name != name)) return new WorkersChanged($"no worker {name}", []);
        Workers = Workers.RemoveAll(w => w.Name == name);
        return new WorkersChanged(null, [name]);
    }

    private object Answer(object message)
    {
        switch (message)
        {
            case GetStatus:
                return new NodeStatus(Name, Address, Roles, "1.0", false, new NodeResources(Cores, 8L << 30, 4L << 30, 1L << 30, ["cpu"]), Workers);
            case AddWorker:
                Workers = Workers.Add(Worker(Workers.Length + 1));
                return new WorkersChanged(null, [Workers[^1].Name]);
            case DrainWorker drain:
                return Ended(drain.Name);
            case RemoveWorker remove:
                return Ended(remove.Name);
            case DrainNode:
                Workers = [];
                return NodeDrained.Instance;
            case Scale { Kind: RoleKind.Reward } scale:
                Scorings = scale.Count;
                return new WorkersChanged(null, ["reward"]);
            default:
                return new WorkersChanged($"{message.GetType().Name} is not expected", []);
        }
    }

    private sealed class Script : ReceiveActor
    {
        public Script(ScriptedNode node) => ReceiveAny(message =>
        {
            if (node.Alive) Sender.Tell(node.Answer(message));
        });
    }
}
