using ToolZero.Actors.Hosting;
using ToolZero.Actors.Rollout;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Prompts;
using ToolZero.Core.Rewards;
using ToolZero.Core.ToolWorld;
using ToolZero.Model.Configuration;
using ToolZero.Model.Generation;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Weights;

namespace ToolZero.Actors.Tests.Hosting;

public sealed class EvaluatorSpecs : IDisposable
{
    private readonly string _folder = TinyModel.Write(Path.Combine(Directory.CreateTempSubdirectory().FullName, "model"));

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public async Task Answers_that_the_budget_cut_are_counted()
    {
        var prompt = new CompactPrompt();
        var engine = new ModelEngineSettings(
            TextTokenizer.Load(_folder), ModelConfig.Read(_folder), prompt, new EngineSettings(4), 1, SamplingSettings.Greedy(3), 1);
        var tasks = ToolWorldGenerator.Generate(ToolWorldSplit.HeldOut, 1, 4);
        using var weights = Checkpoint.Load(_folder);
        var reward = RewardRules.Create(RewardRules.Variant(RewardRules.ToolZero, null), prompt.Calls);
        Assert.Equal(1, (await new Evaluator(engine, reward, 1).Run(weights, tasks, CancellationToken.None)).Truncation);

        // Every token ends an answer.
        var brief = engine with { Config = engine.Config with { EndOfSequenceIds = [.. Enumerable.Range(0, engine.Config.VocabSize)] } };
        Assert.Equal(0, (await new Evaluator(brief, reward, 1).Run(weights, tasks, CancellationToken.None)).Truncation);
    }
}
