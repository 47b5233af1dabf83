using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Reward;
using ToolZero.Actors.Rollout;
using ToolZero.Core.Data;
using static ToolZero.Actors.Node.NodeProtocol;

namespace ToolZero.Actors.Node;

/// <summary>Starts and stops the workers of this process, keeps them alive, and reports them with the machine's resources.</summary>
public sealed class NodeActor : KeeperActor
{
    /// <summary>Rollout workers that one process may have.</summary>
    private const int MaxWorkers = 1024;

    private readonly NodeServices _services;
    private readonly List<IActorRef> _awaitDrain = [];
    private RoleFactory? _factory;
    private bool _draining;

    public NodeActor(NodeServices services)
        : base(new NodeState(services.Id, services.Supervision), services.Time)
    {
        _services = services;
        Receive<Equip>(equip =>
        {
            _factory = equip.Factory;
            foreach (var role in equip.Factory.Initial(equip.RolloutWorkers)) Start(role);
        });
        Receive<GetStatus>(_ => Sender.Tell(Status()));
        Receive<AddWorker>(_ => Sender.Tell(Add(1)));
        Receive<RemoveWorker>(remove => OnEnd(remove.Name, "removed", Stop));
        Receive<DrainWorker>(drain => OnEnd(drain.Name, "drained", Drain));
        Receive<Scale>(scale => Sender.Tell(OnScale(scale)));
        Receive<DrainNode>(_ =>
        {
            _draining = true;
            _awaitDrain.Add(Sender);
            foreach (var worker in Rollouts()) Drain(worker.Name, "drained", () => { });
            TellDrained();
        });
    }

    public static Props Props(NodeServices services) => Akka.Actor.Props.Create(() => new NodeActor(services));

    protected override void OnGivenUp(string reason, DataException? fault) => Context.System.EventStream.Publish(new NodeFailed(reason, fault is not null));

    private List<RoleStatus> Rollouts() => [.. State.Roles.Values.Where(r => r.Kind == RoleKind.Rollout && r.Health != RoleHealth.Draining)];

    private NodeStatus Status() => new(
        _services.Id.Name,
        _services.Address,
        _services.Roles,
        ProductVersion.Text,
        _draining,
        _services.Resources(),
        [.. State.Roles.Values.Select(r => new WorkerStatus(r.Name, r.FullName, r.Kind, r.Incarnation, r.Health))]);

    private WorkersChanged Add(int count)
    {
        if (Refusal() is { } refusal) return new WorkersChanged(refusal, []);
        if (State.Roles.Count + count > MaxWorkers) return new WorkersChanged($"node {_services.Id.Name} may have {MaxWorkers} workers", []);
        var names = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < count; i++)
        {
            names.Add(State.Free(RoleFactory.Rollout));
            Start(_factory!.RolloutWorker(names[^1]));
        }

        return new WorkersChanged(null, names.ToImmutable());
    }

    /// <summary>Why the node takes no rollout workers; null = it does.</summary>
    private string? Refusal() => _factory switch
    {
        null => $"node {_services.Id.Name} does not know the run yet: try again in a moment",
        { Parts.Rollout: null } => $"node {_services.Id.Name} has the roles {string.Join(", ", _services.Roles)}: rollout workers need a node with the role rollout",
        _ when _draining => $"node {_services.Id.Name} is leaving",
        _ => null,
    };

    private void OnEnd(string name, string reason, Action<string, string, Action> end)
    {
        var sender = Sender;
        if (State.Roles.GetValueOrDefault(name) is { Kind: RoleKind.Rollout }) end(name, reason, () => sender.Tell(new WorkersChanged(null, [name])));
        else sender.Tell(new WorkersChanged($"node {_services.Id.Name} has no rollout worker {name}; it has {string.Join(", ", Rollouts().Select(r => r.Name).DefaultIfEmpty("none"))}", []));
    }

    private void Drain(string name, string reason, Action ended)
    {
        var worker = Context.Child(name);
        LetGo(name, reason, () =>
        {
            ended();
            TellDrained();
        });
        worker.Tell(RolloutProtocol.Drain.Instance);
    }

    private WorkersChanged OnScale(Scale scale)
    {
        if (scale.Kind == RoleKind.Reward)
        {
            if (!State.Roles.ContainsKey(RoleFactory.Reward)) return new WorkersChanged($"node {_services.Id.Name} has no reward pool", []);
            if (scale.Count is < 1 or > MaxWorkers) return new WorkersChanged($"{scale.Count} scorings side by side: expected 1 to {MaxWorkers}", []);
            Context.Child(RoleFactory.Reward).Tell(new RewardProtocol.Resize(scale.Count));
            return new WorkersChanged(null, [RoleFactory.Reward]);
        }

        if (scale.Kind != RoleKind.Rollout) return new WorkersChanged($"{scale.Kind} cannot be scaled: only rollout and reward can", []);
        if (scale.Count is < 0 or > MaxWorkers) return new WorkersChanged($"{scale.Count} rollout workers: expected 0 to {MaxWorkers}", []);
        var workers = Rollouts();
        if (scale.Count >= workers.Count) return Add(scale.Count - workers.Count);
        var surplus = workers.Skip(scale.Count).Select(w => w.Name).ToImmutableArray();
        foreach (var name in surplus) Drain(name, "drained", () => { });
        return new WorkersChanged(null, surplus);
    }

    private void TellDrained()
    {
        if (!_draining || State.Roles.Values.Any(r => r.Kind == RoleKind.Rollout)) return;
        foreach (var waiting in _awaitDrain) waiting.Tell(NodeDrained.Instance);
        _awaitDrain.Clear();
    }
}
