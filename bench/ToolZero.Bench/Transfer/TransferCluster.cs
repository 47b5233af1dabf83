using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Weights;
using ToolZero.Actors.Weights.Lane;
using ToolZero.Actors.Weights.Tree;
using ToolZero.Actors.Wire;
using ToolZero.Bench.Models;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Configuration;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Bench.Transfer;

/// <summary>
/// A learner's node, a coordinator's and receivers on one machine: an actor system each, with remoting and lanes over the loopback, and the product's own
/// actors. Every receiver has a worker.
/// </summary>
internal sealed class TransferCluster : IAsyncDisposable
{
    private const string Learner = "learner";
    private const string Coordinator = "coordinator";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (ActorSystem System, IActorRef Worker)> _receivers = [];
    private readonly Dictionary<string, ActorSystem> _systems = [];
    private readonly ConcurrentQueue<Receipt> _receipts = new();
    private readonly WeightsSettings _settings;
    private readonly TinyModel _tiny;
    private readonly ModelConfig _config;
    private readonly ScalarType _type;
    private readonly int _tokens;
    private readonly IActorRef _tree;
    private readonly IActorRef _publisher;

    /// <param name="settings">How weights travel.</param>
    /// <param name="tiny">Prompt and tokenizer of the workers.</param>
    /// <param name="config">Shape of the weights.</param>
    /// <param name="type">Their element type.</param>
    /// <param name="tokens">Length of the workers' completions.</param>
    public TransferCluster(WeightsSettings settings, TinyModel tiny, ModelConfig config, ScalarType type, int tokens)
    {
        (_settings, _tiny, _config, _type, _tokens) = (settings, tiny, config, type, tokens);
        _tree = Start(Coordinator).ActorOf(WeightsTreeActor.Props(settings, TimeProvider.System), "weights-tree");
        var learner = Start(Learner);
        _publisher = learner.ActorOf(WeightsPublisherActor.Props());
        learner.ActorOf(WeightsSourceActor.Props(settings, Place(Learner, learner), _publisher));
    }

    /// <summary>Damage on all lanes.</summary>
    public LineFaults Faults { get; } = new();

    public IReadOnlyCollection<string> Receivers => _receivers.Keys;

    public void StartReceiver(string name)
    {
        var system = Start(name);
        var follower = system.ActorOf(WeightsFollowerActor.Props(_settings, Place(name, system), new WeightsModel(_config, _type), CPU), "weights");
        _receivers[name] = (system, system.ActorOf(Props.Create(() => new ReceivingWorker(name, follower, _tiny, _config, _tokens, _receipts))));
    }

    /// <summary>A receiver is gone, in the middle of whatever it does.</summary>
    public async Task Kill(string name)
    {
        _receivers.Remove(name, out var receiver);
        _systems.Remove(name);
        await receiver.System.Terminate();
    }

    /// <summary>Publishes a copy of these weights.</summary>
    public void Publish(DecoderWeights weights, long version) =>
        _publisher.Tell(new WeightsProtocol.Publish(new PolicySnapshot(new PolicyVersion(version), weights.Clone())));

    /// <summary>What every receiver got of a version, once all have it; shares are the caller's.</summary>
    public async Task<IReadOnlyList<Receipt>> Receipts(long version)
    {
        var got = new List<Receipt>();
        for (var start = Stopwatch.GetTimestamp(); _receivers.Keys.Any(name => got.All(r => r.Node != name)); await Task.Delay(5))
        {
            if (Stopwatch.GetElapsedTime(start) > Patience) throw new DataException($"version {version} did not reach all receivers within {Patience}");
            while (_receipts.TryDequeue(out var receipt))
            {
                if (receipt.Snapshot.Version.Value == version) got.Add(receipt);
                else receipt.Snapshot.Release();
            }
        }

        return got;
    }

    /// <summary>Every worker draws a token. Returns how many versions drew the completions that end with it.</summary>
    public async Task<IReadOnlyList<int>> Decode()
    {
        var drawn = await Task.WhenAll(_receivers.Values.Select(r => r.Worker.Ask<ReceivingWorker.Decoded>(ReceivingWorker.Decode.Instance, Patience)));
        return [.. drawn.Select(d => d.Versions.Count).Where(count => count > 0)];
    }

    public Task<WeightsTreeProtocol.WeightsView> View() => _tree.Ask<WeightsTreeProtocol.WeightsView>(WeightsTreeProtocol.GetWeights.Instance, Patience);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_systems.Values.Select(s => s.Terminate()));
        while (_receipts.TryDequeue(out var receipt)) receipt.Snapshot.Release();
    }

    private WeightsPlace Place(string name, ActorSystem system) => new(
        name,
        system.ActorSelection(((ExtendedActorSystem)_systems[Coordinator]).Provider.DefaultAddress + "/user/weights-tree"),
        new LanePlace(IPAddress.Loopback, "127.0.0.1", 0, null, Faults.Next),
        TimeProvider.System);

    private ActorSystem Start(string name) => _systems[name] = ActorSystem.Create(name, WireConfiguration.Config.WithFallback(ConfigurationFactory.ParseString("""
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.actor.provider = remote
        akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
        """)));
}
