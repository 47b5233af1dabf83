using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using ToolZero.Actors.Weights;
using ToolZero.Bench.Models;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Configuration;
using ToolZero.Model.Generation;
using ToolZero.Model.Weights;

namespace ToolZero.Bench.Transfer;

/// <summary>Weights that reached a worker.</summary>
/// <param name="Node">Its node.</param>
/// <param name="Snapshot">With a share that the reader gives back.</param>
/// <param name="Arrived">Timestamp at which it had them.</param>
/// <param name="Pause">How long its decoding waited for the swap.</param>
internal sealed record Receipt(string Node, PolicySnapshot Snapshot, long Arrived, TimeSpan Pause);

/// <summary>A rollout worker as far as weights are concerned: an engine in the middle of a completion, which is swapped between two decode steps.</summary>
internal sealed class ReceivingWorker : ReceiveActor, IDisposable
{
    private readonly GenerationEngine _engine;
    private readonly IActorRef _weights;
    private PolicySnapshot? _used;

    public ReceivingWorker(string node, IActorRef weights, TinyModel tiny, ModelConfig config, int tokens, ConcurrentQueue<Receipt> receipts)
    {
        _weights = weights;
        _engine = new GenerationEngine(tiny.Tokenizer, config with { EndOfSequenceIds = [] }, new EngineSettings(1));
        _engine.Enqueue(new GenerationRequest(new GroupId(1), tiny.Prompt(0), 1, SamplingSettings.Policy(tokens), Seed: 1));
        Receive<WeightsProtocol.Available>(available =>
        {
            var snapshot = available.Snapshot;
            if (snapshot.Key <= _used?.Key || !snapshot.TryAcquire()) return;
            var arrived = Stopwatch.GetTimestamp();
            _engine.UseWeights((DecoderWeights)snapshot.Weights, snapshot.Version);
            var pause = Stopwatch.GetElapsedTime(arrived);
            _used?.Release();
            _used = snapshot;
            // The queue's own share.
            if (snapshot.TryAcquire()) receipts.Enqueue(new Receipt(node, snapshot, arrived, pause));
        });
        Receive<Decode>(_ => Sender.Tell(new Decoded([.. _engine.Step().SelectMany(g => g.Samples).SelectMany(s => s.Versions).Distinct()])));
    }

    protected override void PreStart() => _weights.Tell(new WeightsProtocol.Subscribe(Self));

    public void Dispose() => _engine.Dispose();

    protected override void PostStop()
    {
        Dispose();
        _used?.Release();
        base.PostStop();
    }

    /// <summary>Draw the next token.</summary>
    internal sealed record Decode
    {
        public static Decode Instance { get; } = new();
    }

    /// <summary>A token was drawn.</summary>
    /// <param name="Versions">Those that drew the completion which ended with it; empty while it goes on.</param>
    internal sealed record Decoded(IReadOnlyList<PolicyVersion> Versions);
}
