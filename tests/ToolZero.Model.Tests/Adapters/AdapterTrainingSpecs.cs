using ToolZero.Model.Adapters;
using ToolZero.Model.Tests.Training;
using ToolZero.Model.Training;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Adapters;

public sealed class AdapterTrainingSpecs
{
    private static readonly TrainerSettings Settings = PolicyTrainerSpecs.Settings;

    [Fact]
    public void Adapters_alone_change_and_the_bits_do_not_depend_on_the_number_of_threads()
    {
        using var weights = TrainingCases.Weights();
        var before = weights.Sha256();
        var batches = Enumerable.Range(0, 3).Select(i => TrainingCases.Batch(weights, (ulong)i, groups: 7, step: i)).ToArray();
        var hashes = new[] { 1, 2, 3 }.Select(threads =>
        {
            using var adapters = AdapterWeights.Create(weights.Config, AdapterCases.Settings, 1);
            using var start = adapters.Clone();
            using var trainer = new PolicyTrainer(weights, adapters, Settings with { Threads = threads });
            foreach (var batch in batches) Assert.True(trainer.Step(batch).Updated);
            Assert.All(adapters.Names, name => Assert.True((adapters[name] - start[name]).abs().max().item<float>() > 0, name));
            return adapters.Sha256();
        }).ToList();
        Assert.Single(hashes.Distinct());
        Assert.Equal(before, weights.Sha256());
        Assert.All(weights.Tensors, t => Assert.False(t.requires_grad));
    }

    [Fact]
    public void A_resumed_trainer_goes_on_with_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        using var start = TrainingCases.Weights();
        foreach (var type in new[] { ScalarType.Float32, ScalarType.BFloat16 })
        {
            using var weights = start.To(type);
            var batches = Enumerable.Range(0, 4).Select(i => TrainingCases.Batch(start, (ulong)i, step: i)).ToArray();
            using var straight = AdapterWeights.Create(weights.Config, AdapterCases.Settings, 1, type);
            using var whole = new PolicyTrainer(weights, straight, Settings);
            foreach (var batch in batches) whole.Step(batch);

            using var first = AdapterWeights.Create(weights.Config, AdapterCases.Settings, 1, type);
            using var before = new PolicyTrainer(weights, first, Settings);
            foreach (var batch in batches[..2]) before.Step(batch);
            AdapterFolder.Save(folder.Path, first, new AdapterBase("base", ""));
            before.SaveOptimizer(Path.Combine(folder.Path, "optimizer.safetensors"));
            using var second = AdapterFolder.Load(folder.Path, weights.Config);
            using var after = new PolicyTrainer(weights, second, Settings);
            after.LoadOptimizer(Path.Combine(folder.Path, "optimizer.safetensors"));
            foreach (var batch in batches[2..]) after.Step(batch);
            Assert.Equal(straight.Sha256(), second.Sha256());
        }
    }

    [Fact]
    public void The_base_is_the_reference_of_the_kl_penalty()
    {
        using var weights = TrainingCases.Weights();
        var batch = TrainingCases.Batch(weights, 3, flatGroups: 5);
        using var adapters = AdapterCases.Random();
        using var trainer = new PolicyTrainer(weights, adapters, Settings with { Loss = PolicyLossSettings.Grpo with { KlWeight = 1 } });
        var losses = Enumerable.Range(0, 8).Select(i => trainer.Step(batch with { Step = i, LearningRate = 3e-3 }).Loss).ToList();
        Assert.True(losses[0] > 0);
        Assert.True(losses[^1] < losses[0] / 2, string.Join(", ", losses));
    }
}
