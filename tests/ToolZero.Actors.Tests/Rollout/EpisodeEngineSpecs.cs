using System.Collections.Immutable;
using ToolZero.Actors.Rollout;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;
using ToolZero.Core.ToolWorld;
using ToolZero.Model.Configuration;
using ToolZero.Model.Generation;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;

namespace ToolZero.Actors.Tests.Rollout;

public sealed class EpisodeEngineSpecs : IDisposable
{
    private const int Groups = 3;
    private readonly string _folder = TinyModel.Write(Path.Combine(Directory.CreateTempSubdirectory().FullName, "model"));
    private readonly ImmutableArray<ToolTask> _tasks = ToolWorldGenerator.GenerateEpisodes(ToolWorldSplit.Training, 1, Groups);
    private readonly TextTokenizer _tokenizer;
    private readonly ModelEngineSettings _settings;

    public EpisodeEngineSpecs()
    {
        _tokenizer = TextTokenizer.Load(_folder);
        // A stop text that a random model soon writes: turns are short.
        _settings = new ModelEngineSettings(_tokenizer, ModelConfig.Read(_folder), new AlwaysCalls(), new EngineSettings(8), 4, SamplingSettings.Policy(160) with { StopSequences = ["e", "a"] }, 7)
        {
            Environments = ToolWorldEnvironments.Instance,
            Environment = new EnvironmentSettings(EnvironmentSettings.ToolWorldName, 4, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(600), 200),
        };
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void Trained_ids_are_those_that_were_generated_and_what_stands_between_them_was_read()
    {
        var turns = 0;
        foreach (var (group, sample, trajectory) in Samples(Run(_settings)))
        {
            var record = EpisodeRecord.Read(trajectory.Text);
            var runs = Runs(trajectory);
            Assert.Equal(record.Turns.Length + record.Observations.Length, runs.Count);
            using var weights = Checkpoint.Load(_folder);
            using var plain = new GenerationEngine(_tokenizer, _settings.Config, _settings.Engine);
            plain.UseWeights(weights, default);
            foreach (var (index, (start, ids, trained)) in runs.Index())
            {
                Assert.Equal(index % 2 == 0, trained);
                if (!trained)
                {
                    Assert.Equal(_tokenizer.Encode(record.Observations[index / 2]), ids);
                    continue;
                }

                // The turn alone, behind the ids before it, draws the same ids.
                var alone = Generator.Run(plain, [new GenerationRequest(group.Id, [.. group.PromptTokens, .. trajectory.Tokens[..start]], 1, _settings.Sampling with { MaxTokens = 160 - start }, 7)
                {
                    FirstSample = sample,
                    FirstPosition = start,
                }])[0].Samples[0];
                Assert.Equal(alone.Tokens, ids);
                Assert.Equal(record.Turns[index / 2], Shown(alone.Text));
                turns++;
            }
        }

        Assert.InRange(turns, Groups * 4 * 2, Groups * 4 * 4);
    }

    [Fact]
    public void A_swap_of_weights_in_the_middle_leaves_ids_and_mask_whole()
    {
        var swapped = Samples(Run(_settings, swapAfter: 6)).Select(s => s.Trajectory).ToList();
        Assert.Contains(swapped, t => t.Versions.Distinct().Count() == 2);
        foreach (var trajectory in swapped)
        {
            var record = EpisodeRecord.Read(trajectory.Text);
            foreach (var (index, (_, ids, trained)) in Runs(trajectory).Index())
            {
                Assert.Equal(index % 2 == 0, trained);
                var shown = ids.Length > 0 && _settings.Config.EndOfSequenceIds.Contains(ids[^1]) ? ids[..^1] : ids;
                if (trained) Assert.Equal(record.Turns[index / 2], Shown(_tokenizer.Decode(shown)));
                else Assert.Equal(_tokenizer.Encode(record.Observations[index / 2]), ids);
            }

            Assert.True(trajectory.Versions.SequenceEqual(trajectory.Versions.OrderBy(v => v.Value)));
        }
    }

    [Fact]
    public void Observations_receive_no_gradient()
    {
        var groups = Run(_settings);
        var random = new Core.Randomness.RandomStream(5, 0);
        Assert.Contains(Samples(groups), s => s.Trajectory.LossMask.Contains(false));
        var plain = Trained(groups, t => t);
        Assert.Equal(plain, Trained(groups, t => t with { BehaviourLogProbs = [.. t.BehaviourLogProbs.Select((p, i) => t.LossMask[i] ? p : -random.Next(1, 9))] }));
        Assert.NotEqual(plain, Trained(groups, t => t with { LossMask = [.. t.LossMask.Select(_ => true)] }));
    }

    [Fact]
    public void The_same_episodes_come_again_and_a_cancelled_group_leaves_nothing()
    {
        Assert.Equal(Texts(Run(_settings)), Texts(Run(_settings)));
        using var weights = Checkpoint.Load(_folder);
        using var engine = new EpisodeEngine(_settings);
        engine.UseWeights(weights, default);
        engine.Enqueue(new GroupId(0), _tasks[0], 1);
        for (var step = 0; step < 8; step++) engine.Step();
        engine.Cancel(new GroupId(0));
        Assert.False(engine.HasWork);

        static IEnumerable<string> Texts(List<SampledGroup> groups) => Samples(groups).Select(s => s.Trajectory.Text);
    }

    [Fact]
    public void An_environment_that_hangs_costs_its_group_and_no_other()
    {
        using var hold = new ManualResetEventSlim();
        var groups = Run(_settings with
        {
            Environments = new Hanging(_tasks[1].Id, hold),
            Environment = _settings.Environment with { Deadline = TimeSpan.FromMilliseconds(500) },
        });
        hold.Set();
        Assert.Equal([null, "environment: no answer within its deadline in turn 1", null], groups.Select(g => g.Lost));
        Assert.Empty(groups[1].Samples);
        Assert.All(new[] { groups[0], groups[2] }, g => Assert.Equal(4, g.Samples.Length));
    }

    private List<SampledGroup> Run(ModelEngineSettings settings, int swapAfter = int.MaxValue)
    {
        using var weights = Checkpoint.Load(_folder);
        using var engine = new EpisodeEngine(settings);
        engine.UseWeights(weights, default);
        foreach (var (index, task) in _tasks.Index()) engine.Enqueue(new GroupId(index), task, 1);
        var groups = new List<SampledGroup>();
        for (var step = 0; engine.HasWork; step++)
        {
            if (step == swapAfter) engine.UseWeights(weights, new PolicyVersion(1));
            groups.AddRange(engine.Step());
        }

        return [.. groups.OrderBy(g => g.Id.Value)];
    }

    private string Trained(List<SampledGroup> groups, Func<Trajectory, Trajectory> change)
    {
        using var weights = Checkpoint.Load(_folder);
        using var trainer = new PolicyTrainer(weights, TrainerSettings.Default);
        var scored = groups.Select(g => new ScoredGroup(
            g.Id, 1, "t", "c", g.PromptTokens, [.. g.Samples.Select((s, i) => new ScoredTrajectory(change(s), new RewardScore(i, 0, 0, false, ImmutableSortedDictionary<string, double>.Empty)))], "w"));
        trainer.Step(new TrainingBatch(0, 0, 1e-2, [.. scored]));
        return weights.Sha256();
    }

    private static IEnumerable<(SampledGroup Group, int Sample, Trajectory Trajectory)> Samples(List<SampledGroup> groups) =>
        groups.SelectMany(g => g.Samples.Select((s, i) => (g, i, s)));

    /// <summary>A random model also writes the separator of a record, which stands there as another character.</summary>
    private static string Shown(string turn) => turn.Replace('\u001e', '\ufffd');

    /// <summary>Stretches of tokens that are all trained or all not.</summary>
    private static List<(int Start, int[] Ids, bool Trained)> Runs(Trajectory trajectory)
    {
        var runs = new List<(int, int[], bool)>();
        for (var (start, end) = (0, 0); start < trajectory.Tokens.Length; start = end)
        {
            while (end < trajectory.Tokens.Length && trajectory.LossMask[end] == trajectory.LossMask[start]) end++;
            runs.Add((start, [.. trajectory.Tokens[start..end]], trajectory.LossMask[start]));
        }

        return runs;
    }

    /// <summary>ToolWorld, but for one task.</summary>
    private sealed class Hanging(string task, ManualResetEventSlim hold) : IEnvironmentFactory, IEnvironment
    {
        public EnvironmentVerdict Verdict => default;

        public IEnvironment Start(ToolTask begun) => begun.Id == task ? this : ToolWorldEnvironments.Instance.Start(begun);

        public string Call(ToolCall call, CancellationToken cancellation)
        {
            hold.Wait(CancellationToken.None);
            return "";
        }
    }

    /// <summary>Takes anything for a call: a random model goes on turn after turn.</summary>
    private sealed class AlwaysCalls : IPromptFormat, ICallFormat
    {
        private readonly CompactPrompt _prompt = new();

        public string Name => "always";

        public ICallFormat Calls => this;

        public string Render(ToolTask task) => _prompt.Render(task);

        public string RenderResults(IReadOnlyList<string> results, bool isTurnClosed) => _prompt.RenderResults(results, isTurnClosed);

        public CompletionReading Read(string completion) => new(true, "", completion, CallParse.Success([new ToolCall("f", [])]), "");

        public string Write(ImmutableArray<ToolCall> calls) => "";

        public string Complete(string reasoning, ImmutableArray<ToolCall> calls, string response) => "";

        public string? Problem(ImmutableArray<ToolCall> calls) => null;
    }
}
