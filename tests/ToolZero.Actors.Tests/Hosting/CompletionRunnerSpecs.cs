using System.Collections.Immutable;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Rollout;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Prompts;
using ToolZero.Core.Rollouts;
using ToolZero.Core.ToolWorld;
using ToolZero.Model.Configuration;
using ToolZero.Model.Generation;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Weights;

namespace ToolZero.Actors.Tests.Hosting;

public sealed class CompletionRunnerSpecs : IDisposable
{
    private readonly string _folder = TinyModel.Write(Path.Combine(Directory.CreateTempSubdirectory().FullName, "model"));
    private readonly ModelEngineSettings _engine;
    private readonly ImmutableArray<ImmutableArray<int>> _prompts;

    public CompletionRunnerSpecs()
    {
        var prompt = new CompactPrompt();
        var tokenizer = TextTokenizer.Load(_folder);
        _engine = new ModelEngineSettings(tokenizer, ModelConfig.Read(_folder), prompt, new EngineSettings(4), 1, SamplingSettings.Greedy(6), 1);
        _prompts = [.. ToolWorldGenerator.Generate(ToolWorldSplit.HeldOut, 1, 9).Select(t => tokenizer.Encode(prompt.Render(t)).ToImmutableArray())];
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public async Task Completions_do_not_depend_on_the_number_of_threads()
    {
        var one = await Run(1, _prompts);
        Assert.Equal(_prompts.Length, one.Count);
        Assert.Equal(one.OrderBy(c => c.Key).Select(c => c.Value.Text), (await Run(3, _prompts)).OrderBy(c => c.Key).Select(c => c.Value.Text));
    }

    [Fact]
    public async Task A_budget_beyond_the_models_positions_is_cut_to_what_the_prompt_leaves()
    {
        var positions = _engine.Config.MaxPositions;
        var prompt = Enumerable.Repeat(_prompts[0][0], positions - 2).ToImmutableArray();
        var runner = new CompletionRunner(_engine, 1);
        Assert.True(runner.Fits(prompt));
        Assert.False(runner.Fits(prompt.AddRange(prompt[0], prompt[0])));
        Assert.InRange((await Run(1, [prompt]))[0].Tokens.Length, 1, 2);
    }

    [Fact]
    public async Task What_fails_on_one_thread_stops_all()
    {
        using var weights = Checkpoint.Load(_folder);
        var handed = 0;
        await Assert.ThrowsAnyAsync<Exception>(() => new CompletionRunner(_engine, 2).Run(
            weights,
            _prompts,
            (_, _) =>
            {
                handed++;
                throw new IOException("the disk is full");
            },
            CancellationToken.None));
        Assert.InRange(handed, 1, 2);
    }

    private async Task<Dictionary<int, Trajectory>> Run(int threads, ImmutableArray<ImmutableArray<int>> prompts)
    {
        using var weights = Checkpoint.Load(_folder);
        var completions = new Dictionary<int, Trajectory>();
        await new CompletionRunner(_engine, threads).Run(weights, prompts, (i, completion) => completions.Add(i, completion), CancellationToken.None);
        return completions;
    }
}
