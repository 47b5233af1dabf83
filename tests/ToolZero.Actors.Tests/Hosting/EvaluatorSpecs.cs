using ToolZero.Actors.Hosting;
using ToolZero.Actors.Rollout;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;
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

    [Fact]
    public async Task A_rule_that_hangs_ends_the_evaluation_with_its_reason()
    {
        using var end = new ManualResetEventSlim();
        var request = new TinyRun(Path.GetDirectoryName(_folder)!).Request("hung", FolderMode.New, "reward.deadline=100ms");
        var inputs = RunInputs.Load(RunSettings.From(request.Configuration), InputParts.HeldOut | InputParts.Weights, new FakeReward(_ => end.Wait(TimeSpan.FromMinutes(2))));
        using var weights = inputs.LoadWeights(null);
        var error = await Assert.ThrowsAsync<DataException>(() => new Evaluator(inputs.EvaluationEngine, inputs.Reward, 1).Run(weights, inputs.HeldOut, CancellationToken.None));
        Assert.Contains($"reward rule {typeof(FakeReward).FullName}: no score within 0.1 s", error.Message, StringComparison.Ordinal);
        end.Set();
    }
}
