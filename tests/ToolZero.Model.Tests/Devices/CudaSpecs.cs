using ToolZero.Core.Rollouts;
using ToolZero.Model.Configuration;
using ToolZero.Model.Decoding;
using ToolZero.Model.Generation;
using ToolZero.Model.Tests.Generation;
using ToolZero.Model.Tests.Training;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;
using ToolZero.Model.Weights.Transfer;
using static TorchSharp.torch;
using Generator = ToolZero.Model.Generation.Generator;

namespace ToolZero.Model.Tests.Devices;

/// <summary>What runs on GPUs, held against the same on the processor; skipped where there is none.</summary>
public sealed class CudaSpecs
{
    private static readonly Device Gpu = device("cuda:0");

    [SkippableTheory]
    [InlineData(ModelFamily.Qwen2)]
    [InlineData(ModelFamily.Qwen3)]
    [InlineData(ModelFamily.Llama)]
    public void A_gpu_decodes_the_same_greedy_tokens(ModelFamily family)
    {
        RequireGpu();
        var config = TestModels.Config(family, layers: 3, vocabulary: 300, bias: true) with { EndOfSequenceIds = [] };
        using var here = DecoderWeights.Random(config, 5, 0.15);
        using var there = here.To(here.Type, Gpu);
        var requests = EngineSpecs.Requests(9, samples: 2, SamplingSettings.Greedy(24));
        using var processor = EngineSpecs.Engine(here, maxRows: 7, config: config);
        using var gpu = EngineSpecs.Engine(there, maxRows: 7, config: config);
        var expected = Generator.Run(processor, requests);
        var groups = Generator.Run(gpu, requests);
        foreach (var (want, got) in expected.Zip(groups).SelectMany(g => g.First.Samples.Zip(g.Second.Samples)))
        {
            Assert.Equal(want.Tokens, got.Tokens.AsEnumerable());
            for (var t = 0; t < want.Tokens.Length; t++) Assert.Equal(want.BehaviourLogProbs[t], got.BehaviourLogProbs[t], 2e-4);
        }
    }

    [SkippableFact]
    public void Behaviour_log_probs_are_what_the_learner_computes_on_the_gpu()
    {
        RequireGpu();
        using var weights = OnGpu(DecoderWeights.Random(TestModels.Config(layers: 3, vocabulary: 300), 5, 0.15));
        using var engine = EngineSpecs.Engine(weights, maxRows: 7);
        var groups = Generator.Run(engine, EngineSpecs.Requests(9, samples: 3, SamplingSettings.Policy(24) with { Temperature = 0.8, TopP = 0.95 }));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var tokens = new GroupedTokens([.. groups.Select(g => g.Prompt)], [.. groups.Select(g => g.Samples.Select(s => s.Tokens).ToList())], weights.Device);
        var learner = Decoder.GroupedLogits(weights, tokens).log_softmax(-1).gather(1, tokens.Targets.unsqueeze(1)).cpu().data<float>().ToArray();
        var behaviour = groups.SelectMany(g => g.Samples).SelectMany(s => s.BehaviourLogProbs).ToArray();
        Assert.Equal(learner.Length, behaviour.Length);
        for (var i = 0; i < learner.Length; i++) Assert.Equal(learner[i], behaviour[i], 1e-4);
    }

    [SkippableFact]
    public void Training_on_the_gpu_goes_the_way_of_the_processor()
    {
        RequireGpu();
        using var here = TrainingCases.Weights();
        using var there = here.To(here.Type, Gpu);
        using var processor = new PolicyTrainer(here, PolicyTrainerSpecs.Settings);
        using var gpu = new PolicyTrainer(there, PolicyTrainerSpecs.Settings);
        for (var step = 0; step < 5; step++)
        {
            var batch = TrainingCases.Batch(here, (ulong)step, step: step);
            var (want, got) = (processor.Step(batch), gpu.Step(batch));
            Assert.True(got.Updated);
            Assert.Equal(want.Loss, got.Loss, 1e-4);
            Assert.Equal(want.GradientNorm, got.GradientNorm, 1e-3 * Math.Max(1, want.GradientNorm));
        }

        using var back = there.To(there.Type, CPU);
        using var scope = NewDisposeScope();
        foreach (var (a, b) in here.Tensors.Zip(back.Tensors)) Assert.True(a.detach().allclose(b.detach(), 1e-3, 1e-4));
    }

    [SkippableFact]
    public void Half_precision_trains_on_the_gpu_over_full_masters()
    {
        RequireGpu();
        using var plain = TrainingCases.Weights();
        using var weights = plain.To(ScalarType.BFloat16, Gpu);
        using var trainer = new PolicyTrainer(weights, PolicyTrainerSpecs.Settings);
        var before = weights.Sha256();
        var report = trainer.Step(TrainingCases.Batch(plain, 1));
        Assert.True(report.Updated && double.IsFinite(report.Loss));
        Assert.NotEqual(before, weights.Sha256());
    }

    [SkippableFact]
    public void Weights_of_the_gpu_travel_as_the_bytes_of_the_processor()
    {
        RequireGpu();
        using var here = TrainingCases.Weights();
        using var there = here.To(here.Type, Gpu);
        Assert.Equal(here.Sha256(), there.Sha256());
        using var image = TensorImage.Of(there);
        using var own = TensorImage.Of(here);
        Assert.Equal(own.Layout.Tensors.Length, image.Layout.Tensors.Length);
        for (var t = 0; t < own.Layout.Tensors.Length; t++)
        {
            var bytes = (int)own.Layout.Tensors[t].Elements * own.Layout.ElementBytes;
            Assert.True(own.Slice(t, 0, bytes).SequenceEqual(image.Slice(t, 0, bytes)));
        }
    }

    [SkippableFact]
    public void Tensors_on_the_gpu_are_disposed_of()
    {
        RequireGpu();
        using var here = TrainingCases.Weights();
        using var there = here.To(here.Type, Gpu);
        using var trainer = new PolicyTrainer(there, PolicyTrainerSpecs.Settings);
        var batch = TrainingCases.Batch(here, 1);
        trainer.Step(batch);
        var tensors = Tensor.TotalCount;
        for (var step = 0; step < 20; step++) trainer.Step(batch);
        Assert.Equal(tensors, Tensor.TotalCount);
    }

    private static void RequireGpu() => Skip.IfNot(cuda.is_available(), "no CUDA device");

    private static DecoderWeights OnGpu(DecoderWeights weights)
    {
        using (weights) return weights.To(weights.Type, Gpu);
    }
}
