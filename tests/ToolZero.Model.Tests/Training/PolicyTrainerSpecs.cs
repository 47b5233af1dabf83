using System.Collections.Immutable;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Training;

public sealed class PolicyTrainerSpecs
{
    internal static readonly TrainerSettings Settings = TrainerSettings.Default with { MicroBatchTokens = 100 };

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        using var start = TrainingCases.Weights();
        var batches = Enumerable.Range(0, 3).Select(i => TrainingCases.Batch(start, (ulong)i, groups: 7, step: i)).ToArray();
        var hashes = new[] { 1, 2, 3 }.Select(threads =>
        {
            using var weights = start.Clone();
            using var trainer = new PolicyTrainer(weights, Settings with { Threads = threads });
            var reports = batches.Select(trainer.Step).ToArray();
            Assert.All(reports, r => Assert.True(r.Updated && r.MicroBatches > 2));
            return weights.Sha256();
        });
        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public void A_resumed_trainer_goes_on_with_the_same_bits()
    {
        using var start = TrainingCases.Weights();
        foreach (var type in new[] { ScalarType.Float32, ScalarType.BFloat16 })
        {
            var batches = Enumerable.Range(0, 4).Select(i => TrainingCases.Batch(start, (ulong)i, step: i)).ToArray();
            using var straight = start.To(type);
            using var whole = new PolicyTrainer(straight, Settings);
            foreach (var batch in batches) whole.Step(batch);

            var folder = Directory.CreateTempSubdirectory("trainer-").FullName;
            using var first = start.To(type);
            using var before = new PolicyTrainer(first, Settings);
            foreach (var batch in batches[..2]) before.Step(batch);
            Checkpoint.Save(folder, first);
            before.SaveOptimizer(Path.Combine(folder, "optimizer.safetensors"));
            using var second = Checkpoint.Load(folder);
            using var after = new PolicyTrainer(second, Settings);
            after.LoadOptimizer(Path.Combine(folder, "optimizer.safetensors"));
            foreach (var batch in batches[2..]) after.Step(batch);
            Directory.Delete(folder, recursive: true);

            Assert.Equal(straight.Sha256(), second.Sha256());
            Assert.Equal(4, after.Steps);
        }
    }

    [Fact]
    public void Fresh_samples_have_ratio_one_and_no_divergence()
    {
        using var weights = TrainingCases.Weights();
        using var trainer = new PolicyTrainer(weights, Settings);
        var batch = TrainingCases.Batch(weights, 3);
        var report = trainer.Step(batch);
        Assert.Equal((1, 0), (report.RatioMax, report.ClipFraction));
        Assert.InRange(report.LogProbDifferenceMax, 0, 1e-4);
        Assert.InRange(Math.Abs(report.KlK1), 0, 1e-5);
        Assert.InRange(report.KlK3, -1e-6, 1e-6);
        Assert.InRange(report.Entropy, 0.1, Math.Log(41));
        Assert.Equal(batch.Groups.SelectMany(g => g.Samples).Sum(s => s.Trajectory.LossMask.Count(m => m)), report.TokensTrained);

        // The same samples again: now they are one update old.
        var again = trainer.Step(batch);
        Assert.True(again.KlK3 > 1e-6 && again.LogProbDifferenceMax > 1e-3);
    }

    [Fact]
    public void Groups_without_signal_are_not_computed_but_count_in_the_loss()
    {
        using var weights = TrainingCases.Weights();
        using var trainer = new PolicyTrainer(weights, Settings with { Loss = PolicyLossSettings.Dapo });
        var batch = TrainingCases.Batch(weights, 3, groups: 6, flatGroups: 2);
        var report = trainer.Step(batch);
        Assert.Equal((6, 2), (report.Groups, report.ZeroVarianceGroups));

        // At ratio 1 the token mean of the loss is that of the negative advantages, over all tokens of the batch.
        int Trained(ScoredTrajectory s) => s.Trajectory.LossMask.Count(m => m);
        var expected = batch.Groups.Sum(g =>
        {
            var advantages = Core.Advantages.GroupAdvantage.Normalised(Core.Advantages.GroupAdvantage.Rewards(g, 0.5));
            return -g.Samples.Select((s, i) => advantages[i] * Trained(s)).Sum();
        }) / batch.Groups.SelectMany(g => g.Samples).Sum(Trained);
        Assert.Equal(expected, report.Loss, 1e-5);
        Assert.Equal(batch.Groups.Skip(2).SelectMany(g => g.Samples).Sum(Trained), report.TokensTrained);
    }

    [Fact]
    public void A_batch_without_signal_is_a_step_with_gradient_zero()
    {
        using var weights = TrainingCases.Weights();
        using var trainer = new PolicyTrainer(weights, Settings);
        var before = weights.Sha256();
        var report = trainer.Step(TrainingCases.Batch(weights, 3, flatGroups: 5));
        Assert.Equal((0.0, 0L, 1L), (report.GradientNorm, report.TokensTrained, trainer.Steps));
        Assert.True(double.IsNaN(report.Entropy), "an entropy of 0 would say that exploring has stopped");
        Assert.Equal(before, weights.Sha256());
    }

    [Fact]
    public void Rewarded_samples_become_likelier()
    {
        using var weights = TrainingCases.Weights();
        using var trainer = new PolicyTrainer(weights, Settings with { Threads = 2 });
        var batch = TrainingCases.Batch(weights, 9, learningRate: 3e-3);
        for (var i = 0; i < 10; i++) trainer.Step(batch);
        foreach (var group in batch.Groups)
        {
            var rewards = Core.Advantages.GroupAdvantage.Rewards(group, 0.5);
            var gains = group.Samples.Select(s => TrainingCases.PlainLogProbs(weights, group.PromptTokens, s.Trajectory.Tokens).Average() - s.Trajectory.BehaviourLogProbs.Average()).ToArray();
            Assert.True(gains[Array.IndexOf(rewards, rewards.Max())] > gains[Array.IndexOf(rewards, rewards.Min())]);
        }
    }

    [Fact]
    public void A_gradient_that_is_no_number_changes_nothing()
    {
        using var weights = TrainingCases.Weights();
        using var trainer = new PolicyTrainer(weights, Settings with { Loss = PolicyLossSettings.Grpo with { Old = OldPolicy.Behaviour } });
        var batch = TrainingCases.Batch(weights, 3);
        var sample = batch.Groups[0].Samples[0];
        var spoilt = sample with { Trajectory = sample.Trajectory with { BehaviourLogProbs = sample.Trajectory.BehaviourLogProbs.SetItem(0, float.NaN) } };
        var before = weights.Sha256();
        var report = trainer.Step(batch with { Groups = batch.Groups.SetItem(0, batch.Groups[0] with { Samples = batch.Groups[0].Samples.SetItem(0, spoilt) }) });
        Assert.False(report.Updated);
        Assert.Equal((before, 0L), (weights.Sha256(), trainer.Steps));
    }

    [Theory]
    [InlineData(KlEstimator.K1)]
    [InlineData(KlEstimator.K3)]
    public void The_distance_to_the_reference_is_reported_whatever_the_penalty_weighs(KlEstimator penalty)
    {
        using var reference = TrainingCases.Weights();
        using var weights = TrainingCases.Weights(6);
        var settings = Settings with { Loss = PolicyLossSettings.Dapo with { KlWeight = 0.5, Kl = penalty } };
        var batch = TrainingCases.Batch(reference, 1, learningRate: 0, flatGroups: 5);

        // Flat groups have no advantage: under the token mean and k3 the loss is the weight times the distance.
        using var trainer = new PolicyTrainer(weights, settings, reference);
        var report = trainer.Step(batch);
        Assert.True(report.KlReference > 1e-3);
        if (penalty == KlEstimator.K3) Assert.Equal(0.5 * report.KlReference, report.Loss, 1e-6);

        // At the reference itself it is 0, and without one it is not measured.
        using var same = reference.Clone();
        using var near = new PolicyTrainer(same, settings, reference);
        Assert.InRange(near.Step(batch).KlReference, 0, 1e-7);
        using var alone = new PolicyTrainer(same, Settings);
        Assert.Equal(0, alone.Step(batch).KlReference);
    }

    [Fact]
    public void The_penalty_pulls_towards_the_reference()
    {
        using var reference = TrainingCases.Weights();
        using var weights = TrainingCases.Weights(6);
        using var trainer = new PolicyTrainer(weights, Settings with { Loss = PolicyLossSettings.Grpo with { KlWeight = 1 } }, reference);
        var reports = Enumerable.Range(0, 8).Select(i => trainer.Step(TrainingCases.Batch(reference, 1, learningRate: 3e-3, flatGroups: 5))).ToArray();
        Assert.True(reports[^1].Loss < reports[0].Loss);
        Assert.True(reports[^1].KlReference < reports[0].KlReference);
        Assert.Throws<ArgumentException>(() => new PolicyTrainer(weights, trainer.Settings));
    }
}
