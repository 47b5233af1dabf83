using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Tests.Support;
using ToolZero.Actors.Weights;
using ToolZero.Actors.Weights.Lane;
using ToolZero.Actors.Weights.Tree;
using ToolZero.Actors.Wire;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Actors.Tests.Weights;

/// <summary>A learner's node, a coordinator's and some that follow: actor systems of one process over real remoting and real lanes.</summary>
internal sealed class WeightsNetwork(WeightsSettings settings, WeightsModel model, TensorSet first)
{
    private readonly RandomStream _random = new(11);
    private readonly Dictionary<string, ActorSystem> _systems = [];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(WeightsKey Key, string Sha256)>> _seen = new();
    private TensorSet _weights = first;
    private IActorRef _publisher = ActorRefs.Nobody;
    private IActorRef _source = ActorRefs.Nobody;
    private IActorRef _tree = ActorRefs.Nobody;

    /// <summary>Faults of all lanes.</summary>
    public LaneFaults? Faults { get; set; }

    /// <summary>Bytes of one version, sent whole.</summary>
    public long Bytes => _weights.Layout.Bytes;

    /// <summary>Hash of every version that was published.</summary>
    public Dictionary<WeightsKey, string> Published { get; } = [];

    public IEnumerable<string> Nodes => _systems.Keys.Where(n => n.StartsWith("node", StringComparison.Ordinal));

    public void StartCoordinator() => _tree = System("coordinator").ActorOf(WeightsTreeActor.Props(settings, TimeProvider.System), "weights-tree");

    public async Task RestartCoordinator()
    {
        await _tree.GracefulStop(TimeSpan.FromSeconds(30));
        // The name is free a moment after the actor is gone.
        await Eventually.Holds(TryStart, () => "the name of the tree stays taken");

        bool TryStart()
        {
            try
            {
                StartCoordinator();
                return true;
            }
            catch (InvalidActorNameException)
            {
                return false;
            }
        }
    }

    /// <summary>A learner's publisher and source; what is published from now on is published there.</summary>
    public void StartSource(string name = "learner")
    {
        var system = System(name);
        _publisher = system.ActorOf(WeightsPublisherActor.Props());
        _source = system.ActorOf(WeightsSourceActor.Props(settings, Place(name), _publisher));
    }

    /// <summary>The learner that publishes is told that another one is in charge.</summary>
    public void Withdraw() => _publisher.Tell(WeightsProtocol.Withdraw.Instance);

    public async Task StopSource()
    {
        await _source.GracefulStop(TimeSpan.FromSeconds(30));
        await _publisher.GracefulStop(TimeSpan.FromSeconds(30));
    }

    public void StartNode(string name) => StartFollower(name, null);

    /// <summary>A follower and a worker in the process of the learner that publishes; the worker has the weights of both.</summary>
    public void StartWorkerBesideLearner(string name) => StartFollower(name, _publisher);

    /// <summary>A process that is gone: nothing of it answers any more.</summary>
    public async Task Kill(string name)
    {
        _systems.Remove(name, out var system);
        _seen.TryRemove(name, out _);
        await system!.Terminate();
    }

    /// <summary>One more version than before, under that key.</summary>
    public void Publish(long version, long epoch = 0)
    {
        var next = TestWeights.Next(_weights, _random);
        _weights.Dispose();
        _weights = next;
        PublishAgain(version, epoch);
    }

    /// <summary>The weights of the last version, under any key.</summary>
    public void PublishAgain(long version, long epoch = 0)
    {
        Published[new WeightsKey(epoch, version)] = _weights.Sha256();
        _publisher.Tell(new WeightsProtocol.Publish(model.Snapshot(new WeightsKey(epoch, version), _weights.Clone())));
    }

    /// <summary>The publisher says its newest version to the source again, as it does at every renewal.</summary>
    public void PublisherRepeats(int times)
    {
        for (var i = 0; i < times; i++) _publisher.Tell(new WeightsProtocol.Subscribe(_source), _source);
    }

    /// <summary>What the source offers to a node that has nothing.</summary>
    public async Task<TransferProtocol.Offer> OfferOfSource()
    {
        using var inbox = Inbox.Create(_systems["learner"]);
        _source.Tell(new TransferProtocol.Follow(inbox.Receiver, null));
        return Assert.IsType<TransferProtocol.Offer>(await inbox.ReceiveAsync(TimeSpan.FromSeconds(30)));
    }

    /// <summary>Waits until these nodes (or all) draw with the version, and asserts that every version any of them ever had was a published one.</summary>
    public async Task HaveAll(long version, long epoch = 0, IEnumerable<string>? nodes = null)
    {
        var wanted = (nodes ?? Nodes).ToList();
        var key = new WeightsKey(epoch, version);
        await Eventually.Holds(
            () => wanted.All(n => _seen[n].Any(s => s.Key == key)),
            () => $"{key} is missing at {string.Join(", ", wanted.Where(n => _seen[n].All(s => s.Key != key)))}");
        Assert.All(_seen.Values.SelectMany(s => s), s => Assert.Equal(Published[s.Key], s.Sha256));
        Assert.All(_seen.Values, s => Assert.Equal(s.Order(), s));
    }

    public Task<WeightsTreeProtocol.WeightsView> View() => _tree.Ask<WeightsTreeProtocol.WeightsView>(WeightsTreeProtocol.GetWeights.Instance, TimeSpan.FromSeconds(30));

    /// <summary>Waits for a view.</summary>
    public async Task<WeightsTreeProtocol.WeightsView> View(Func<WeightsTreeProtocol.WeightsView, bool> condition)
    {
        var view = await View();
        for (var attempt = 0; !condition(view); attempt++)
        {
            Assert.True(attempt < 3000, $"no such view, but {view.Source} and {string.Join(", ", view.Nodes)}");
            await Task.Delay(20);
            view = await View();
        }

        return view;
    }

    public async Task Stop()
    {
        await Task.WhenAll(_systems.Values.Select(s => s.Terminate()));
        _weights.Dispose();
    }

    private void StartFollower(string name, IActorRef? learner)
    {
        var system = System(name);
        var follower = system.ActorOf(WeightsFollowerActor.Props(settings, Place(name), model, CPU, learner), "weights");
        var receiver = system.ActorOf(WeightsReceiverActor.Props(learner is null ? [follower] : [learner, follower], settings.Period));
        system.ActorOf(Props.Create(() => new Worker(name, receiver, _seen.GetOrAdd(name, _ => new()))));
    }

    private WeightsPlace Place(string name) => new(
        name,
        _systems[name].ActorSelection(Address("coordinator") + "/user/weights-tree"),
        TestWeights.Loopback((id, frame) => Faults?.Invoke(id, frame) ?? LaneFault.None),
        TimeProvider.System);

    private string Address(string name) => ((ExtendedActorSystem)_systems[name]).Provider.DefaultAddress.ToString();

    private ActorSystem System(string name)
    {
        if (_systems.TryGetValue(name, out var running)) return running;
        var configuration = ConfigurationFactory.ParseString("""
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.actor.provider = remote
            akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
            """);
        return _systems[name] = ActorSystem.Create(name, WireConfiguration.Config.WithFallback(configuration));
    }

    /// <summary>What a rollout worker does with weights, as far as they are concerned.</summary>
    private sealed class Worker : ReceiveActor
    {
        private readonly IActorRef _weights;

        public Worker(string node, IActorRef weights, ConcurrentQueue<(WeightsKey Key, string Sha256)> seen)
        {
            _weights = weights;
            Receive<WeightsProtocol.Available>(available =>
            {
                var snapshot = available.Snapshot;
                if (!snapshot.TryAcquire()) return;
                if (seen.All(s => s.Key != snapshot.Key)) seen.Enqueue((snapshot.Key, ((IPolicyWeights)snapshot.Weights).Trained.Sha256()));
                Context.System.EventStream.Publish(new WeightsProtocol.Swapped($"{node}/worker", snapshot.Key, TimeSpan.FromMilliseconds(1)));
                snapshot.Release();
            });
        }

        protected override void PreStart() => _weights.Tell(new WeightsProtocol.Subscribe(Self));
    }
}
