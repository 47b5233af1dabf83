using Microsoft.Data.Sqlite;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Replay;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Tests.Replay;

/// <summary>Runs with a real model, and their journals replayed by the real trainer.</summary>
public sealed class JournalReplaySpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TinyRun _run;

    public JournalReplaySpecs() => _run = new TinyRun(_folder.Path);

    public void Dispose() => _folder.Dispose();

    private string Run => Path.Combine(_folder.Path, "run");

    private static Task<ReplayResult> Replay(string folder, long? from = null) => JournalReplay.Run(folder, from).WaitAsync(TimeSpan.FromMinutes(3));

    private Task<RunResult> Train(params string[] sets) => TinyRun.Train(_run.Request("run", sets: ["run.steps=6", "staleness.max-versions=2", "checkpoint.keep=2", .. sets]));

    private void Alter(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(Run, "ledger.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }

    [Fact]
    public async Task An_asynchronous_run_is_replayed_to_the_same_weights_from_its_base_model_and_from_its_checkpoints()
    {
        var trained = await Train("ledger.keep-payloads=all");
        var checks = new List<ReplayCheck>();
        var whole = await JournalReplay.Run(Run, onCheck: checks.Add).WaitAsync(TimeSpan.FromMinutes(3));
        Assert.Equal([2, 4, 6], whole.Checks.Select(c => c.Step));
        Assert.Equal(whole.Checks, checks);
        Assert.True(whole.Matches);
        Assert.Equal(0, whole.From);
        Assert.Equal(trained.WeightsSha256, whole.Checks[^1].Replayed);
        Assert.Null(whole.Checks[0].Stored);
        Assert.Equal(trained.WeightsSha256, whole.Checks[^1].Stored);
        Assert.Equal(3, whole.Checks.Select(c => c.Replayed).Distinct().Count());

        var part = await Replay(Run, from: 4);
        Assert.Equal(whole.Checks[^1], Assert.Single(part.Checks));
    }

    [Fact]
    public async Task By_default_trajectories_last_from_the_oldest_kept_checkpoint_on()
    {
        await Train();
        var result = await Replay(Run);
        Assert.Equal((4, 6, true), (result.From, result.To, result.Matches));
        Assert.Contains("begin at 4", (await Assert.ThrowsAsync<DataException>(() => Replay(Run, from: 0))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE batches SET learning_rate = learning_rate * 1.0000001 WHERE step = 4")]
    [InlineData("UPDATE batches SET clip_high = 0.0001, clip_low = 0.0001, truncated_importance = 0.5 WHERE step = 4")]
    [InlineData("UPDATE payloads SET body = (SELECT body FROM payloads ORDER BY id LIMIT 1) WHERE id = (SELECT max(id) FROM payloads)")]
    public async Task Another_journal_leads_to_other_weights(string change)
    {
        await Train();
        Alter(change);
        var result = await Replay(Run);
        Assert.False(result.Matches);
        Assert.NotEqual(result.Checks[^1].Recorded, result.Checks[^1].Replayed);
    }

    [Fact]
    public async Task A_checkpoint_that_was_exchanged_is_noticed()
    {
        await Train();
        File.Copy(Path.Combine(Run, "checkpoints", "step_4", "model.safetensors"), Path.Combine(Run, "checkpoints", "step_6", "model.safetensors"), overwrite: true);
        var check = Assert.Single((await Replay(Run)).Checks);
        Assert.False(check.Matches);
        Assert.Equal(check.Recorded, check.Replayed);
        Assert.NotEqual(check.Recorded, check.Stored);
    }

    [Fact]
    public async Task A_run_that_was_stopped_and_resumed_replays_as_one()
    {
        using var stop = new CancellationTokenSource();
        await TinyRun.Train(
            _run.Request("run", sets: ["run.steps=5", "staleness.max-versions=1", "ledger.keep-payloads=all"]),
            e =>
            {
                if (e is RunEvent.StepCompleted { Metrics.Step: 0 }) stop.Cancel();
            },
            stop.Token);
        var resumed = await TinyRun.Train(_run.Request("run", FolderMode.Resume));
        var result = await Replay(Run);
        Assert.Equal((0, 5, true), (result.From, result.To, result.Matches));
        Assert.Equal(resumed.WeightsSha256, result.Checks[^1].Replayed);
    }

    [Fact]
    public async Task What_is_no_run_folder_is_one_line() =>
        Assert.Contains("there is no ledger", (await Assert.ThrowsAsync<DataException>(() => Replay(_folder.Path))).Message, StringComparison.Ordinal);
}
