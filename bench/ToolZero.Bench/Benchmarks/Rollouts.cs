using ToolZero.Bench.Models;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Generation;

namespace ToolZero.Bench.Benchmarks;

/// <summary>Requests and engines over the tiny model.</summary>
internal static class Rollouts
{
    public static GenerationEngine Engine(TinyModel tiny, int rows)
    {
        var engine = new GenerationEngine(tiny.Tokenizer, tiny.Endless, new EngineSettings(rows));
        engine.UseWeights(tiny.Weights, default);
        return engine;
    }

    /// <summary>A request for prompt <paramref name="prompt"/>, sampled from the policy itself.</summary>
    public static GenerationRequest Request(TinyModel tiny, long group, int prompt, int samples, int tokens) =>
        new(new GroupId(group), tiny.Prompt(prompt), samples, SamplingSettings.Policy(tokens), Seed: 1);

    /// <summary>Steps until nothing is left.</summary>
    public static List<GeneratedGroup> Finish(GenerationEngine engine)
    {
        var groups = new List<GeneratedGroup>();
        while (engine.HasWork) groups.AddRange(engine.Step());
        return groups;
    }
}
