using ToolZero.Bench.Measurement;
using ToolZero.Bench.Models;
using ToolZero.Model.Generation;
using ToolZero.Model.Training;

namespace ToolZero.Bench.Benchmarks;

/// <summary>
/// The learner's log-probabilities of fresh samples against those that the engine recorded when it drew them. More groups than rows, lengths that differ:
/// rows come and go while others are decoded.
/// </summary>
internal sealed class AgreementBench : IBench
{
    public string Name => "agreement";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        using var weights = context.Tiny.Weights.Clone();
        using var engine = Rollouts.Engine(context.Tiny, rows: 36);
        for (var g = 0; g < (context.Quick ? 8 : 16); g++) engine.Enqueue(Rollouts.Request(context.Tiny, g, g, samples: 8, tokens: 24 + 5 * g % 41));
        List<GeneratedGroup> groups = Rollouts.Finish(engine);
        using var trainer = new PolicyTrainer(weights, TrainerSettings.Default);
        var report = trainer.Step(Batches.Of(groups));
        yield return new Figure($"log-probability, rollout and learner, {report.TokensTrained} tokens: largest difference", report.LogProbDifferenceMax, "nats", Target.Most(1e-4));
        yield return new Figure("log-probability, rollout and learner: mean difference", report.LogProbDifferenceMean, "nats");
    }
}
