using System.Globalization;
using System.Text.Json;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Cluster;

/// <summary>Every command of an operator, each from a process of its own, against a cluster of processes that trains; its effect is looked up afterwards.</summary>
public sealed class AdminSpecs : IDisposable
{
    private const string Run = "live";

    private readonly TemporaryFolder _runs = new();

    private string RewardFault => _runs["reward.fault"];

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task Every_command_takes_effect_on_a_live_cluster()
    {
        await using var cluster = ToolZeroProcess.StartWith(
            [new(FaultyReward.Variable, RewardFault)],
            ["up", "--rollout", "2", "--reward", "1", .. SmallRun.Arguments(_runs.Path, Run, Options()).Skip(1)]);
        var who = new Operator(_runs.Path, Run);
        await cluster.Event("step");
        await Queries(who);
        await PauseAndSettings(who);
        await CheckpointAndRollback(who);
        await Workers(who);
        await Quarantine(who);
        await Refusals(who);
        await Audit(who);
        await who.Command("stop");
        var ended = (await cluster.End()).Succeeded();
        Assert.Contains("stopped by " + Operator.Name, ended.Text, StringComparison.Ordinal);
        using var ledger = new LedgerFile(new RunFiles(_runs[Run]).Ledger);
        ledger.AssertBalanced();
    }

    private static string[] Options() =>
    [
        "--steps", "100000", "--config", "async",
        .. SmallRun.Sets("reward.rule=custom", $"reward.assembly=\"{typeof(FaultyReward).Assembly.Location}\"", $"reward.type={typeof(FaultyReward).FullName}"),
    ];

    private static async Task Queries(Operator who)
    {
        var status = await who.Until("two rollout workers", s => s.GetProperty("rollouts").GetProperty("workers").GetInt32() == 2);
        Assert.Equal((Run, "running"), (Text(status, "run"), Text(status, "phase")));
        Assert.True(status.GetProperty("groups").GetProperty("balanced").GetBoolean());
        Assert.Equal(["coordinator", "learner", "reward-1", "rollout-1", "rollout-2"], Rows(await who.Whole("nodes"), "nodes").Select(n => Text(n.GetProperty("member"), "name")).Order());
        Assert.Contains("rollout-2/rollout-1", Rows(await who.Whole("workers"), "workers").Select(w => Text(w, "name")));
        Assert.Equal(2, Rows(await who.Whole("rollouts"), "rollouts").Count(r => Text(r, "does") is "generating" or "waiting" or "idle"));
        Assert.True((await who.Whole("ledger")).GetProperty("balanced").GetBoolean());
        Assert.All(Rows(await who.Whole("samples", "2"), "samples"), s => Assert.True(s.GetProperty("tokens").GetInt32() > 0));
    }

    private static async Task PauseAndSettings(Operator who)
    {
        await who.Command("pause");
        var paused = await who.Until("the pause", s => Text(s, "phase") == "paused");
        (string Key, string Value)[] changes =
        [
            ("learner.learning-rate", "0.001"), ("learner.clip-low", "0.1"), ("learner.clip-high", "0.3"), ("learner.prompts-per-batch", "5"),
            ("rollout.temperature", "0.9"), ("reward.schedule.kind", "linear"), ("reward.schedule.midpoint", "0.5"), ("akka.loglevel", "INFO"),
        ];
        var before = Settings(paused);
        foreach (var (key, value) in changes)
        {
            var applied = await who.Command("set", key, value);
            Assert.Equal((before[key], value), (Plain(Text(applied, "before")), Plain(Text(applied, "after"))));
        }

        await who.Command("resume");
        var running = await who.Until("the next step", s => Text(s, "phase") == "running" && Step(s) > Step(paused) + 1);
        foreach (var (key, value) in changes) Assert.Equal(value, Settings(running)[key]);
        Assert.Equal(5 * (Step(running) - Step(paused)), Trained(running) - Trained(paused));

        // Narrower than what is sampled already: in force when that is trained, which a paused run does not do.
        await who.Command("set", "staleness.max-versions", "1");
        Assert.Equal("1", Settings(await who.Status())["staleness.max-versions"]);
    }

    private async Task CheckpointAndRollback(Operator who)
    {
        var written = (await who.Command("checkpoint")).GetProperty("step").GetInt64();
        await who.Until("a later step", s => Step(s) > written + 1 && s.GetProperty("checkpointStep").GetInt64() >= written);
        await who.Command("pause");
        var status = await who.Until("the end of what is trained", s => !Text(s.GetProperty("learner"), "does").Contains("train", StringComparison.OrdinalIgnoreCase));
        var epoch = status.GetProperty("epochs").GetProperty("policy").GetInt64();
        var back = Directory.EnumerateDirectories(new RunFiles(_runs[Run]).Checkpoints, "step_*").Select(d => long.Parse(d.Split('_')[^1], CultureInfo.InvariantCulture)).Where(s => s < Step(status)).Max();
        Assert.Contains("there is no checkpoint of step 1;", (await who.Give("rollback", "1")).Json.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(back, (await who.Command("rollback", $"{back}")).GetProperty("step").GetInt64());
        await who.Command("resume");
        status = await who.Until("steps after the rollback", s => s.GetProperty("epochs").GetProperty("policy").GetInt64() > epoch && Step(s) > back);
        Assert.True(status.GetProperty("groups").GetProperty("balanced").GetBoolean());
    }

    private static async Task Workers(Operator who)
    {
        await who.Command("add", "rollout", "rollout-1");
        await Rollouts(who, 3);
        await who.Command("scale", "rollout=5");
        await Rollouts(who, 5);
        await who.Command("scale", "reward=3");
        await who.Command("drain", "rollout-1/rollout-2");
        await Rollouts(who, 4);
        var names = Rows(await who.Ask("rollouts"), "rollouts").Select(r => Text(r, "worker")).ToList();
        Assert.DoesNotContain("rollout-1/rollout-2", names);
        await who.Command("remove", names[^1]);
        await Rollouts(who, 3);
        await who.Command("scale", "rollout=1");
        await Rollouts(who, 1);
    }

    private async Task Quarantine(Operator who)
    {
        await File.WriteAllTextAsync(RewardFault, "");
        await who.Until("quarantined groups: one to be tried again, one to be dropped", s => Quarantined(s) > 1);
        File.Delete(RewardFault);
        var groups = Rows(await who.Ask("quarantine", "list"), "groups").ToList();
        Assert.All(groups, g => Assert.Contains(FaultyReward.Fault, g.GetProperty("evidence").ToString(), StringComparison.Ordinal));
        await who.Command("quarantine", "retry", $"{groups[0].GetProperty("group").GetInt64()}");
        var status = await who.Status();
        var issued = status.GetProperty("groups").GetProperty("issued").GetInt64();
        await who.Command("quarantine", "drop");
        status = await who.Until("no quarantine and work again", s => Quarantined(s) == 0 && s.GetProperty("groups").GetProperty("issued").GetInt64() > issued);
        Assert.True(status.GetProperty("groups").GetProperty("balanced").GetBoolean());
    }

    private async Task Refusals(Operator who)
    {
        var denied = await who.GiveWith(_runs[$"{Run}/admin.secret"], "stop");
        Assert.Equal((2, "denied"), (denied.ExitCode, Text(denied.Json, "outcome")));
        var unknown = await who.Give("drain", "rolout-1");
        Assert.Equal((1, "refused", "rollout-1"), (unknown.ExitCode, Text(unknown.Json, "outcome"), Text(unknown.Json, "didYouMean")));
        var key = await who.Give("set", "learner.learning-rat", "1e-3");
        Assert.Equal(2, key.ExitCode);
        Assert.Contains("did you mean learner.learning-rate?", key.Errors.Single(), StringComparison.Ordinal);
    }

    private static async Task Audit(Operator who)
    {
        var entries = Rows(await who.Ask("audit", "100"), "entries").ToList();
        string[] commands = ["pause", "resume", "set rollout.temperature 0.9", "checkpoint", "add rollout rollout-1", "scale rollout=5", "drain rollout-1/rollout-2", "quarantine drop"];
        foreach (var command in commands)
            Assert.Contains(entries, e => Text(e, "command") == command && Text(e, "outcome") == "applied" && Text(e, "operator") == Operator.Name);
        var set = entries.Single(e => Text(e, "command") == "set learner.clip-low 0.1");
        Assert.Equal(("0.2", "0.1"), (Plain(Text(set, "before")), Plain(Text(set, "after"))));
        Assert.Contains(entries, e => Text(e, "outcome") == "denied" && Text(e, "command").Length == 0);
        Assert.Contains(entries, e => Text(e, "outcome") == "refused" && Text(e, "command") == "drain rolout-1");
    }

    private static async Task Rollouts(Operator who, int count) =>
        await who.Until($"{count} rollout workers", s => s.GetProperty("rollouts").GetProperty("workers").GetInt32() - s.GetProperty("rollouts").GetProperty("leaving").GetInt32() == count);

    private static Dictionary<string, string> Settings(JsonElement status) => Rows(status, "settings").ToDictionary(s => Text(s, "key"), s => Plain(Text(s, "value")));

    private static IEnumerable<JsonElement> Rows(JsonElement answer, string name) => answer.GetProperty(name).EnumerateArray();

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static string Plain(string value) => value.Trim('"');

    private static long Step(JsonElement status) => status.GetProperty("step").GetInt64();

    private static long Trained(JsonElement status) => status.GetProperty("groups").GetProperty("trained").GetInt64();

    private static long Quarantined(JsonElement status) => status.GetProperty("groups").GetProperty("quarantined").GetInt64();
}
