using ToolZero.Actors.Comparison;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Tests.Comparison;

public sealed class ComparisonRunSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_arm_is_trained_and_judged_once_and_supervised_arms_get_the_tokens_of_the_dynamic_one()
    {
        var plan = new ComparisonPlan(4, [1, 2], 10, ["claim"]);
        var comparison = new ComparisonRun(plan, Common(), Path.Combine(_folder.Path, "compare"), 2);
        var first = new List<string>();
        var arms = await comparison.Run(line => Add(first, line), default).WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(["untrained", "dynamic", "strict", "lenient", "sft", "sft-then-dynamic"], arms.Select(a => a.Name));
        Assert.All(arms.Skip(1), arm => Assert.Equal([1UL, 2], arm.Runs.Select(r => r.Seed)));
        var (dynamic, sft) = (arms[1], arms[4]);
        Assert.All(dynamic.Runs.Zip(sft.Runs), pair => Assert.InRange(pair.Second.Tokens, pair.First.Tokens * 0.5, pair.First.Tokens * 1.5));
        Assert.All(arms.SelectMany(a => a.Runs), run => Assert.Equal((10, 10), (run.Intra.Tasks, run.Cross.Tasks)));

        var again = new List<string>();
        var same = await comparison.Run(line => Add(again, line), default).WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(20, first.Count);
        Assert.Empty(again);
        Assert.All(arms.SelectMany(a => a.Runs), run => Assert.InRange(run.Cross.Successes, 0, 10));
        Assert.Equal(arms.SelectMany(a => a.Runs).Select(r => (r.Arm, r.Seed, r.Tokens, r.Cross)), same.SelectMany(a => a.Runs).Select(r => (r.Arm, r.Seed, r.Tokens, r.Cross)));
    }

    [Fact]
    public async Task Results_of_other_settings_are_never_put_into_one_table()
    {
        var folder = Path.Combine(_folder.Path, "settled");
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        ComparisonRun Comparison(int steps, int tasks, params string[] sets) => new(new ComparisonPlan(steps, [1], tasks, ["claim"]), Common().With([.. sets]), folder, 1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Comparison(4, 10).Run(_ => { }, stopped.Token));

        var refused = await Assert.ThrowsAsync<DataException>(() => Comparison(6, 20, "learner.learning-rate=1e-3").Run(_ => { }, default));
        foreach (var part in new[] { "run.steps = 4, not 6", "evaluation.tasks = 10, not 20", "learner.learning-rate", "--out" }) Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => Comparison(6, 10).Read());
        Assert.Empty(Comparison(4, 10, "run.seed=7", "rollout.workers=3").Read());
    }

    [Theory]
    [InlineData("model.lora.rank=8", "model.lora.rank = 8: expected 0")]
    [InlineData("environment.name=toolworld", "environment.name = toolworld: expected none")]
    [InlineData("data.train=tasks.jsonl", "data.train = tasks.jsonl: expected toolworld")]
    public async Task What_would_fail_after_hours_is_refused_before_anything_is_trained(string set, string why)
    {
        var folder = Path.Combine(_folder.Path, "refused");
        var comparison = new ComparisonRun(new ComparisonPlan(4, [1], 10, ["claim"]), Common().With(set), folder, 1);
        Assert.Contains(why, (await Assert.ThrowsAsync<DataException>(() => comparison.Run(_ => { }, default))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Every_arm_of_every_question_is_a_configuration_that_loads_and_midpoints_follow_the_length_of_the_run()
    {
        var plan = new ComparisonPlan(60, [1], 10, ComparisonPlan.AllQuestions);
        Assert.Equal(plan.Arms.Length, plan.Arms.Select(a => a.Name).Distinct().Count());
        foreach (var arm in plan.Arms) RunSettings.From(RunConfiguration.Load(new ConfigurationSources(null, null, ["run.steps=60", .. arm.Sets])));
        Assert.Contains("reward.schedule.midpoint=12", plan.Arms[0].Sets);
        Assert.Contains("reward.schedule.midpoint=24", plan.Arms.Single(a => a.Name == "midpoint-0.4").Sets);
        Assert.Equal(ComparisonPlan.AllQuestions.Order(), plan.Arms.Select(a => a.Question).Distinct().Order());
    }

    private static void Add(List<string> lines, string line)
    {
        lock (lines) lines.Add(line);
    }

    private RunConfiguration Common() => RunConfiguration.Load(new ConfigurationSources(null, null,
    [
        $"model.path={TinyModel.Write(Path.Combine(_folder.Path, "model"))}", "data.toolworld.train-tasks=40", "learner.prompts-per-batch=4", "rollout.group-size=4",
        "rollout.groups-per-lease=2", "rollout.max-tokens=24", "evaluation.max-tokens=8",
    ]));
}
