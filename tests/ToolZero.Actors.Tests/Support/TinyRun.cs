using System.Collections.Immutable;
using ToolZero.Actors.Hosting;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;

namespace ToolZero.Actors.Tests.Support;

/// <summary>Whole runs with a real model, tiny and random, below a folder: what they learn is nothing, what they compute must be exact.</summary>
internal sealed class TinyRun(string folder)
{
    /// <summary>Folder of the base model.</summary>
    public string Model { get; } = TinyModel.Write(Path.Combine(folder, "model"));

    public TrainingRequest Request(string name, FolderMode mode = FolderMode.New, params string[] sets) => new(
        RunConfiguration.Load(new ConfigurationSources(null, null,
        [
            $"run.name={name}",
            $"run.folder={folder}",
            $"model.path={Model}",
            "run.steps=4",
            "data.toolworld.train-tasks=40",
            "learner.prompts-per-batch=4",
            "rollout.group-size=4",
            "rollout.groups-per-lease=2",
            "rollout.max-tokens=12",
            "rollout.temperature=1.0",
            "reward.schedule.kind=constant",
            "evaluation.tasks=6",
            "evaluation.max-tokens=8",
            "checkpoint.every-steps=2",
            .. sets,
        ])),
        mode)
    {
        Reward = new ArbitraryReward(),
    };

    public static Task<RunResult> Train(TrainingRequest request, Action<RunEvent>? onEvent = null, CancellationToken stop = default) =>
        TrainingRun.Run(request, onEvent ?? (_ => { }), stop).WaitAsync(TimeSpan.FromMinutes(3), CancellationToken.None);

    /// <summary>A random model makes no calls: this rule pays for letters, so that there is something to learn.</summary>
    private sealed class ArbitraryReward : IReward
    {
        public RewardScore Score(ToolTask task, string completion)
        {
            var letters = completion.Count(char.IsLetter) / 10.0;
            return new RewardScore(letters, 0, 0, letters > 1, ImmutableSortedDictionary<string, double>.Empty);
        }
    }
}
