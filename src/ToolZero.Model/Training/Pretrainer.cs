using ToolZero.Model.Decoding;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Training;

/// <summary>
/// Next-token training from documents: AdamW, clipping, stages. Deterministic: the same weights, documents and settings give the same bits on the same machine,
/// for any number of threads.
/// </summary>
public sealed class Pretrainer : IDisposable
{
    // Below this share of trained targets the head is computed for those positions alone.
    private const double DenseShare = 0.75;

    private readonly DecoderWeights _weights;
    private readonly PretrainSettings _settings;
    private readonly TimeProvider _time;
    private readonly ThreadWeights<DecoderWeights> _leaves;
    private readonly DedicatedThreads _threads;
    private readonly AdamW _optimiser;

    /// <param name="weights">Trained in place; the caller's.</param>
    /// <param name="settings">The run.</param>
    /// <param name="time">Clock of the tokens per second.</param>
    public Pretrainer(DecoderWeights weights, PretrainSettings settings, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(settings);
        _weights = weights;
        _settings = settings;
        _time = time ?? TimeProvider.System;
        _optimiser = new AdamW(weights.Names.Select(name => (name, weights[name])), settings.Optimiser);
        _leaves = new ThreadWeights<DecoderWeights>(weights, settings.Threads);
        _threads = new DedicatedThreads(settings.Threads, "pretrain");
    }

    /// <summary>Optimiser steps made.</summary>
    public long Steps => _optimiser.Steps;

    /// <summary>Runs all stages.</summary>
    /// <param name="observer">Whom to tell.</param>
    /// <param name="cancellation">Ends the run after the current step, with the weights of that step.</param>
    public void Run(PretrainObserver? observer = null, CancellationToken cancellation = default)
    {
        observer ??= new PretrainObserver();
        long tokens = 0;
        foreach (var stage in _settings.Stages)
        {
            if (cancellation.IsCancellationRequested) return;
            tokens = RunStage(stage, tokens, observer, cancellation);
        }
    }

    public void Dispose()
    {
        _threads.Dispose();
        _leaves.Dispose();
        _optimiser.Dispose();
    }

    private long RunStage(PretrainStage stage, long tokens, PretrainObserver observer, CancellationToken cancellation)
    {
        long document = 0;
        var since = new Meter();
        for (long step = 0; step < stage.Steps && !cancellation.IsCancellationRequested; step++)
        {
            var started = _time.GetTimestamp();
            var (batch, next) = PretrainRows.Fill(stage, document, _settings.MicroBatchTokens);
            document = next;
            var rate = stage.LearningRate.Rate(step);
            var (loss, norm) = Step(batch, rate);
            var inputs = batch.Sum(m => (long)m.Inputs);
            tokens += inputs;
            since = since.Add(loss, batch.Sum(m => (long)m.Trained), inputs, _time.GetElapsedTime(started).TotalSeconds);

            var last = step + 1 == stage.Steps || cancellation.IsCancellationRequested;
            if (last || (step + 1) % _settings.ReportEvery == 0)
            {
                observer.Progress?.Invoke(new PretrainProgress(
                    stage.Name, Steps, step + 1, since.Loss / Math.Max(1, since.Trained), norm, rate, tokens, since.Inputs / Math.Max(1e-9, since.Seconds)));
                since = new Meter();
            }

            var probes = observer.Probe is not null && (last || (_settings.ProbeEvery > 0 && (step + 1) % _settings.ProbeEvery == 0));
            if (probes && !observer.Probe!(_weights, Steps)) break;
        }

        return tokens;
    }

    // One optimiser step; returns the summed cross-entropy over trained targets and the gradient norm.
    private (double Loss, double Norm) Step(IReadOnlyList<PretrainMicroBatch> batch, double rate)
    {
        var trained = Math.Max(1, batch.Sum(m => (long)m.Trained));
        var gradients = new Tensor[batch.Count][];
        var losses = new double[batch.Count];
        using var sum = new GradientSum();
        _threads.Run(
            batch.Count,
            (item, thread) => (gradients[item], losses[item]) = Gradients(_leaves[thread], batch[item], trained),
            item => sum.Add(gradients[item]));
        var norm = GradientClip.GlobalNorm(sum.Total!);
        if (!double.IsFinite(norm)) throw new InvalidOperationException($"the gradient of pretraining step {Steps + 1} is not finite; lower the learning rate");
        _optimiser.Step(sum.Total!, rate, GradientClip.Scale(norm, _settings.GradientClip));
        return (losses.Sum(), norm);
    }

    private static (Tensor[] Gradients, double Loss) Gradients(DecoderWeights weights, PretrainMicroBatch rows, long trained)
    {
        using var scope = NewDisposeScope();
        using var enabled = set_grad_enabled(true);
        var device = weights.Device;
        var tokens = tensor(rows.Tokens, [rows.Rows, rows.Length]).to(device);
        var hidden = Decoder.Hidden(weights, tokens).reshape(-1, weights.Config.HiddenSize);
        var targets = rows.Targets;
        if (rows.Trained < DenseShare * targets.Length)
        {
            long[] chosen = [.. Enumerable.Range(0, targets.Length).Where(i => targets[i] != PretrainRows.Untrained).Select(i => (long)i)];
            hidden = hidden.index_select(0, tensor(chosen).to(device));
            targets = [.. chosen.Select(i => targets[i])];
        }

        var logits = Decoder.Head(weights, hidden).to(ScalarType.Float32);
        var loss = nn.functional.cross_entropy(logits, tensor(targets).to(device), ignore_index: PretrainRows.Untrained, reduction: nn.Reduction.Sum);
        var gradients = autograd.grad([loss / trained], [.. weights.Tensors]);
        return ([.. gradients.Select(g => g.DetachFromDisposeScope())], loss.item<float>());
    }

    private readonly record struct Meter(double Loss, long Trained, long Inputs, double Seconds)
    {
        public Meter Add(double loss, long trained, long inputs, double seconds) => new(Loss + loss, Trained + trained, Inputs + inputs, Seconds + seconds);
    }
}
