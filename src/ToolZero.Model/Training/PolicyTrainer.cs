using System.Collections.Immutable;
using ToolZero.Core.Advantages;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Adapters;
using ToolZero.Model.Decoding;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Training;

/// <summary>
/// One optimiser step for each batch of scored groups. Totals at the batch's schedule weight, advantages within groups, the policy loss over micro-batches of
/// whole groups, clipping, AdamW. The same weights, optimiser state and batch give the same bits for any number of threads.
/// <para>
/// A group whose advantages are all 0 has no gradient and is not computed (unless the loss weighs KL or entropy), but counts in the loss's denominator: the loss and the
/// gradient are those of the whole batch. A batch of such groups alone is a step with gradient 0, as it would be if all were computed.
/// </para>
/// </summary>
public sealed class PolicyTrainer : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TensorSet _trained;
    private readonly IDisposable? _leaves;
    private readonly ImmutableArray<PolicyForward> _forwards;
    private readonly PolicyForward? _reference;
    private readonly FusedWeights? _arranged;
    private readonly DedicatedThreads _threads;
    private readonly AdamW _optimiser;

    /// <summary>Trains all weights.</summary>
    /// <param name="weights">The policy, trained in place; the caller's.</param>
    /// <param name="settings">How.</param>
    /// <param name="reference">The policy that the KL penalty keeps close to; needed only with <see cref="PolicyLossSettings.KlWeight"/>.</param>
    /// <param name="time">Clock of the report.</param>
    public PolicyTrainer(DecoderWeights weights, TrainerSettings settings, DecoderWeights? reference = null, TimeProvider? time = null)
        : this(Referable(weights, settings, reference), settings, time)
    {
        _reference = reference is null ? null : new WholeForward(reference);
        var leaves = new ThreadWeights<DecoderWeights>(weights, Settings.Threads);
        (_leaves, _forwards) = (leaves, [.. leaves.All.Select(own => new WholeForward(own))]);
    }

    /// <summary>Trains adapters over a frozen base, which is also the reference of the KL penalty.</summary>
    /// <param name="weights">The base; the caller's, never changed.</param>
    /// <param name="adapters">Trained in place; the caller's; on the device of the base.</param>
    /// <param name="settings">How.</param>
    /// <param name="time">Clock of the report.</param>
    public PolicyTrainer(DecoderWeights weights, AdapterWeights adapters, TrainerSettings settings, TimeProvider? time = null)
        : this(adapters, settings, time)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _arranged = FusedWeights.ForInference(weights);
        _reference = new AdapterForward(weights, _arranged, null);
        var leaves = new ThreadWeights<AdapterWeights>(adapters, Settings.Threads);
        (_leaves, _forwards) = (leaves, [.. leaves.All.Select(own => new AdapterForward(weights, _arranged, own))]);
    }

    private PolicyTrainer(TensorSet trained, TrainerSettings settings, TimeProvider? time)
    {
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(settings);
        (_trained, Settings, _time, _forwards) = (trained, settings, time ?? TimeProvider.System, []);
        _optimiser = new AdamW(trained.Names.Select(name => (name, trained[name])), settings.Optimiser);
        _threads = new DedicatedThreads(settings.Threads, "learner");
    }

    public TrainerSettings Settings { get; }

    /// <summary>Optimiser steps made, those before a resume included.</summary>
    public long Steps => _optimiser.Steps;

    /// <summary>One optimiser step.</summary>
    public StepReport Step(TrainingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var started = _time.GetTimestamp();
        var rewards = batch.Groups.Select(group => GroupAdvantage.Rewards(group, batch.ScheduleWeight)).ToArray();
        var advantages = BatchAdvantage.Estimate(Settings.Advantage, rewards);
        foreach (var group in batch.Groups) Check(group);
        var all = batch.Groups.Select((group, i) => new AdvantageGroup(group, advantages[i])).ToArray();
        var computed = all.Where(group => group.TrainedTokens > 0 && (Settings.Loss.HasOwnGradient || group.Advantages.Any(a => a != 0))).ToArray();
        var normaliser = new LossNormaliser(Math.Max(1, batch.Groups.Sum(g => g.Samples.Length)), all.Sum(g => (long)g.TrainedTokens));

        var loss = batch.Bounds is { } bounds ? Settings.Loss.Within(bounds) : Settings.Loss;
        var packed = MicroBatches.Pack([.. computed.Select(g => g.Size)], Settings.MicroBatchTokens);
        var parts = new (Tensor[] Gradients, PolicySums Sums)[packed.Length];
        var sums = default(PolicySums);
        using var sum = new GradientSum();
        _threads.Run(
            packed.Length,
            (item, thread) => parts[item] = PolicyMicroBatch.Gradients(
                _forwards[thread], _reference, loss, _trained.Device, [.. packed[item].Select(i => computed[i])], normaliser),
            item =>
            {
                sum.Add(parts[item].Gradients);
                sums = sums.Add(parts[item].Sums);
            });

        var update = _time.GetTimestamp();
        var (norm, updated) = Update(sum.Total, batch.LearningRate);
        var tokens = Math.Max(1.0, sums.Tokens);
        return new StepReport(
            batch.Step,
            updated,
            sums.Loss,
            norm,
            batch.LearningRate,
            sums.Tokens == 0 ? double.NaN : sums.Entropy / tokens,
            sums.Clipped / tokens,
            sums.K1 / tokens,
            sums.K3 / tokens,
            sums.RatioMax,
            sums.DifferenceMax,
            sums.Difference / tokens,
            Mean(rewards.SelectMany(r => r)),
            Mean(advantages.SelectMany(a => a).Select(Math.Abs)),
            all.Length,
            all.Count(group => group.Advantages.All(a => a == 0)),
            sums.Tokens,
            sums.Processed,
            packed.Length,
            _time.GetElapsedTime(started).TotalSeconds,
            _time.GetElapsedTime(update).TotalSeconds)
        {
            KlReference = sums.Reference / tokens,
        };
    }

    /// <summary>Writes the optimiser's state (optimizer.safetensors): with the weights, all that the next step depends on.</summary>
    public void SaveOptimizer(string path) => _optimiser.Save(path);

    /// <summary>
    /// Reads it back: the next step then gives the same bits as if the run had never stopped. After a rollback load the weights first (they may be half
    /// precision), then this, which brings their float32 masters.
    /// </summary>
    /// <exception cref="Core.Data.DataException">Unreadable, or of another model.</exception>
    public void LoadOptimizer(string path) => _optimiser.Load(path);

    public void Dispose()
    {
        _threads.Dispose();
        _leaves?.Dispose();
        _arranged?.Dispose();
        _optimiser.Dispose();
    }

    private (double Norm, bool Updated) Update(IReadOnlyList<Tensor>? gradients, double learningRate)
    {
        using var scope = NewDisposeScope();
        gradients ??= [.. _trained.Tensors.Select(t => zeros_like(t))];
        var norm = GradientClip.GlobalNorm(gradients);
        if (!double.IsFinite(norm)) return (norm, false);
        _optimiser.Step(gradients, learningRate, GradientClip.Scale(norm, Settings.GradientClip));
        return (norm, true);
    }

    private static void Check(ScoredGroup group)
    {
        foreach (var (trajectory, _) in group.Samples)
        {
            if (trajectory.BehaviourLogProbs.Length != trajectory.Tokens.Length || trajectory.LossMask.Length != trajectory.Tokens.Length)
                throw new ArgumentException($"{group.Id} ({group.TaskId}): a sample has {trajectory.Tokens.Length} tokens, {trajectory.BehaviourLogProbs.Length} log-probabilities and a mask of {trajectory.LossMask.Length}");
        }
    }

    private static DecoderWeights Referable(DecoderWeights weights, TrainerSettings settings, DecoderWeights? reference)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Loss.KlWeight > 0 && reference is null ? throw new ArgumentException("a loss with KL weight needs reference weights", nameof(reference)) : weights;
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty().Average();
}
