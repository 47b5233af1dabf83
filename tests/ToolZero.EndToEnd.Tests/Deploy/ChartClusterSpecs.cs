using ToolZero.Actors.Ledger;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Deploy;

/// <summary>
/// What the chart renders for every recipe runs, each pod as a process (<see cref="ChartPods"/> says what is replaced). The run itself is made small by
/// settings: fewer and shorter samples, since a laptop has to train in seconds what the recipe is for in days. All else is the recipe's.
/// </summary>
public sealed class ChartClusterSpecs
{
    private const int Rollouts = 2;

    /// <summary>Far more steps than the test has time for: the pods are terminated while they train.</summary>
    private static readonly string[] Small =
    [
        "tls.passwordSecret=toolzero-tls-password",
        // Here is no API server.
        "serviceAccount.scalesRollouts=false",
        // A machine that is too busy for heartbeats shall not be taken for a lost one; a closed port is noticed at once anyway.
        @"akka.akka\.cluster\.failure-detector\.acceptable-heartbeat-pause=2m",
        // Who was taken out by whom stands in the logs, which a failed wait shows.
        @"akka.akka\.loglevel=INFO",
        @"run.settings.run\.steps=100000",
        @"run.settings.data\.toolworld\.train-tasks=64",
        @"run.settings.learner\.prompts-per-batch=4",
        @"run.settings.rollout\.group-size=4",
        @"run.settings.rollout\.groups-per-lease=1",
        @"run.settings.rollout\.max-tokens=48",
        // The smallest model's tokenizer needs more tokens for the same prompt.
        @"run.settings.prompt\.max-tokens=4000",
        @"run.settings.evaluation\.tasks=6",
        @"run.settings.evaluation\.max-tokens=16",
    ];

    [SkippableFact]
    public async Task The_laptops_pods_train_answer_the_chart_test_take_a_lost_coordinator_back_and_leave_when_they_are_terminated()
    {
        using var pods = new ChartPods(await Rendered("kind", "model.path=" + TinyModel.Folder), Rollouts);
        await using var nodes = new Nodes();
        foreach (var pod in pods.Names) await nodes.Up(pod, pods.Start(pod));
        foreach (var pod in pods.Names) await nodes.TurnsGreen(pods, pod);
        await nodes.Steps(pods.Run, "a step is committed");

        var (coordinator, learner, first, second, reward) = (pods.Names[0], pods.Names[1], pods.Names[2], pods.Names[3], pods.Names[4]);
        await nodes.Leave(second);
        var answer = (await pods.Test()).Succeeded();
        Assert.True(answer.Text.Contains(learner, StringComparison.Ordinal), answer.All);
        await nodes.Steps(pods.Run, "the other rollout goes on");

        // It comes back under its old name, finds the cluster that went on without it, and takes the run up again.
        await nodes.Loses(coordinator);
        Assert.Contains("4 nodes in the cluster", await nodes.Up(coordinator, pods.Start(coordinator)), StringComparison.Ordinal);
        await nodes.Steps(pods.Run, "the run goes on under the new coordinator");

        foreach (var pod in new[] { first, reward, learner, coordinator }) await nodes.Leave(pod);
        AssertBalanced(pods.Run);
    }

    [SkippableTheory]
    [InlineData("one-gpu-node")]
    [InlineData("paper-7b")]
    [InlineData("paper-32b")]
    public async Task The_pods_of_larger_recipes_train_and_leave_when_they_are_terminated(string recipe)
    {
        using var pods = new ChartPods(await Rendered(recipe), Rollouts);
        await using var nodes = new Nodes();
        var coordinators = Of(pods, "coordinator").ToList();
        foreach (var pod in coordinators) await nodes.Up(pod, pods.Start(pod));
        foreach (var pod in pods.Names.Except(coordinators)) nodes.Begin(pod, pods.Start(pod));
        foreach (var pod in pods.Names.Except(coordinators)) await nodes.Up(pod);
        foreach (var pod in pods.Names) await nodes.TurnsGreen(pods, pod);
        await nodes.Steps(pods.Run, "a step is committed");
        // Who generates needs the others to deliver what it is at.
        foreach (var role in new[] { "rollout", "reward", "learner", "coordinator" }) await nodes.Leave([.. Of(pods, role)]);
        AssertBalanced(pods.Run);
    }

    private static Task<Manifests> Rendered(string recipe, params string[] more) =>
        Manifests.Of(Helm.Recipe(recipe), [.. Small.Concat(more).SelectMany(set => (string[])["--set", set])]);

    private static IEnumerable<string> Of(ChartPods pods, string role) => pods.Names.Where(p => p.Contains($"-{role}-", StringComparison.Ordinal));

    private static void AssertBalanced(RunFiles run)
    {
        using var ledger = new LedgerFile(run.Ledger);
        ledger.AssertBalanced();
        Assert.True(ledger.Groups(GroupState.Trained) > 0);
    }

    /// <summary>The processes of the pods by name.</summary>
    private sealed class Nodes : IAsyncDisposable
    {
        private readonly Dictionary<string, ToolZeroProcess> _all = [];

        public void Begin(string pod, ToolZeroProcess process) => _all[pod] = process;

        public Task<string> Up(string pod, ToolZeroProcess process)
        {
            Begin(pod, process);
            return Up(pod);
        }

        public Task<string> Up(string pod) => _all[pod].Line(l => l.Contains(" is up: ", StringComparison.Ordinal));

        public Task TurnsGreen(ChartPods pods, string pod) => pods.TurnsGreen(pod, _all[pod], () => Standing(pods.Run));

        /// <summary>Waits until two more steps are trained: the first may have been under way.</summary>
        public async Task Steps(RunFiles run, string what)
        {
            int Trained() => File.Exists(run.Metrics) ? File.ReadLines(run.Metrics).Count() : 0;
            var before = Trained();
            await _all.Values.First(n => !n.HasEnded).Until(what, () => Task.FromResult(Trained() > (before == 0 ? 0 : before + 1)), () => Standing(run));
        }

        /// <summary>Where everybody is, for the message of a failed wait.</summary>
        private string Standing(RunFiles run)
        {
            var groups = "";
            LedgerFile.Shows(run.Ledger, ledger => (groups = ledger.Standing).Length > 0);
            var logs = Directory.Exists(run.At("logs")) ? Directory.EnumerateFiles(run.At("logs"), "*.log").SelectMany(log => File.ReadLines(log).TakeLast(20)) : [];
            return string.Join('\n', [groups, .. logs, .. _all.Select(n => $"=== {n.Key} {(n.Value.HasEnded ? "has ended" : "runs")}\n{n.Value.Said}")]);
        }

        /// <summary>As pods are ended, at once: SIGTERM, then their grace period.</summary>
        public async Task Leave(params string[] pods)
        {
            foreach (var pod in pods) await _all[pod].Terminate();
            foreach (var pod in pods) Assert.Contains(" has left: ", (await _all[pod].End()).Succeeded().Text, StringComparison.Ordinal);
        }

        /// <summary>As a machine is lost.</summary>
        public async Task Loses(string pod)
        {
            await _all[pod].Kill();
            await _all[pod].DisposeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var node in _all.Values) await node.DisposeAsync();
        }
    }
}
