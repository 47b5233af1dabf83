using System.Globalization;

namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>A run of a few steps of a few seconds with <see cref="TinyModel"/>.</summary>
internal static class SmallRun
{
    public const int Steps = 5;
    public const int Batch = 4;
    public const int CheckpointEvery = 2;

    /// <summary>Steps of a run that is to be caught at a moment: a busy machine looks late, and the run must not be over by then.</summary>
    public const int LongSteps = 40;

    private static readonly TemporaryFolder Folder = new();
    private static readonly Lazy<Task<RunFiles>> Uninterrupted = new(() => Train(Folder.Path, "uninterrupted"));
    private static readonly Lazy<Task<RunFiles>> LongUninterrupted = new(() => Train(Folder.Path, "long-uninterrupted", Long));

    static SmallRun() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Folder.Dispose();

    /// <summary>The synchronous run with seed 1 that nobody disturbs: what all others of the kind must come to.</summary>
    public static Task<RunFiles> Reference => Uninterrupted.Value;

    /// <summary>The same of <see cref="LongSteps"/>.</summary>
    public static Task<RunFiles> LongReference => LongUninterrupted.Value;

    /// <summary>What makes <see cref="Arguments"/> those of a long run.</summary>
    public static string[] Long => ["--steps", LongSteps.ToString(CultureInfo.InvariantCulture)];

    /// <summary>The command line of the run <paramref name="name"/> below <paramref name="runs"/>.</summary>
    public static string[] Arguments(string runs, string name, params string[] more) =>
    [
        "train",
        "--json",
        "--name", name,
        .. Unless(more, "--model", TinyModel.Folder),
        .. Unless(more, "--steps", Steps.ToString(CultureInfo.InvariantCulture)),
        .. Sets(
            $"run.folder=\"{runs}\"",
            "data.toolworld.train-tasks=64",
            string.Create(CultureInfo.InvariantCulture, $"learner.prompts-per-batch={Batch}"),
            "learner.learning-rate=2e-3",
            "learner.warm-up-steps=0",
            "rollout.group-size=4",
            "rollout.groups-per-lease=2",
            "rollout.max-tokens=48",
            "evaluation.tasks=6",
            "evaluation.max-tokens=16",
            string.Create(CultureInfo.InvariantCulture, $"checkpoint.every-steps={CheckpointEvery}")),
        .. more,
    ];

    /// <summary>Continues the run of that name.</summary>
    public static string[] Resume(string runs, string name) => ["train", "--json", "--resume", "--name", name, .. Sets($"run.folder=\"{runs}\"")];

    /// <summary>Trains to the end.</summary>
    public static async Task<RunFiles> Train(string runs, string name, params string[] more)
    {
        (await ToolZeroProcess.Run(Arguments(runs, name, more))).Succeeded();
        return new RunFiles(Path.Combine(runs, name));
    }

    public static string[] Sets(params string[] assignments) => [.. assignments.SelectMany(a => (string[])["--set", a])];

    private static string[] Unless(string[] given, string option, string value) => given.Contains(option) ? [] : [option, value];
}
