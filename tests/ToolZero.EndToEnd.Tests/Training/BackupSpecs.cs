using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Tests.Shared;

namespace ToolZero.EndToEnd.Tests.Training;

/// <summary>The commands of docs/operations.md that back a run up and restore it, as they stand there.</summary>
public sealed class BackupSpecs : IDisposable
{
    private readonly TemporaryFolder _runs = new();
    private readonly TemporaryFolder _elsewhere = new();

    public void Dispose()
    {
        _runs.Dispose();
        _elsewhere.Dispose();
    }

    [SkippableFact]
    public async Task What_is_restored_comes_to_the_weights_of_the_run_that_went_on()
    {
        Skip.If(await Bash.Run("command -v sqlite3") is { ExitCode: not 0 }, "sqlite3 is absent: install it (Debian: apt-get install sqlite3)");
        // Nobody can pause an embedded run: so that no checkpoint goes while it is copied, all are kept.
        await using var process = ToolZeroProcess.Start(SmallRun.Arguments(_runs.Path, "mine", [.. SmallRun.Long, .. SmallRun.Sets("checkpoint.keep=100")]));
        await process.Event("step", e => e.GetProperty("metrics").GetProperty("step").GetInt32() == SmallRun.CheckpointEvery);
        var (run, restored, backup) = (new RunFiles(_runs["mine"]), new RunFiles(_elsewhere["mine"]), _elsewhere["backup"]);
        Assert.Contains("ok", (await Bash.Run(Block("back up"), ("run", run.Folder), ("backup", backup))).Succeeded().Output);
        Assert.False(process.HasEnded, "the run ended before it was backed up");
        (await process.End()).Succeeded();

        (await Bash.Run(Block("restore"), ("run", restored.Folder), ("backup", backup))).Succeeded();
        Assert.True(File.ReadLines(restored.Metrics).Count() < SmallRun.LongSteps);
        (await ToolZeroProcess.Run(SmallRun.Resume(_elsewhere.Path, "mine"))).Succeeded();
        restored.AssertFinished(SmallRun.LongSteps, SmallRun.Batch);
        Assert.Equal(run.WeightsSha256, restored.WeightsSha256);
    }

    /// <summary>The block of the page that begins with this word.</summary>
    private static string Block(string word)
    {
        var page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "operations.md"));
        return page.Split("```bash\n").Select(block => block.Split("```")[0]).Single(block => block.StartsWith($"# {word}: ", StringComparison.Ordinal));
    }
}
