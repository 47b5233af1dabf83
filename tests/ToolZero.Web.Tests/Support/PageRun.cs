using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Tests.Admin.Support;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Web.Tests.Support;

/// <summary>A run with something to show on every page: it pauses and resumes, and makes steps when it is told to.</summary>
internal sealed class PageRun(int workers)
{
    private RunPhase _phase = RunPhase.Running;
    private long _version = 12;

    /// <summary>Answers for <see cref="ScriptedRun.Answer"/>.</summary>
    public object? Answer(object message)
    {
        switch (message)
        {
            case Pause:
                _phase = RunPhase.Paused;
                return new CommandResult(true, _version, "running", "paused", "");
            case Resume:
                _phase = RunPhase.Running;
                return new CommandResult(true, _version, "paused", "running", "");
            case GetStatus:
                return ScriptedRun.Status([.. Enumerable.Range(1, workers).Select(Worker)]) with { Phase = _phase, Version = _version };
            case GetLedger:
                return new LedgerReport(new LedgerBalance(
                    100,
                    ImmutableSortedDictionary.CreateRange(
                    [
                        KeyValuePair.Create(GroupState.Trained, new LedgerEntry(90, 9_000, 90_000)), KeyValuePair.Create(GroupState.InFlight, new LedgerEntry(8, 800, 0)),
                        KeyValuePair.Create(GroupState.Quarantined, new LedgerEntry(2, 200, 150)),
                    ]),
                    new LedgerEntry(1, 100, 1_000)));
            case GetQuarantine:
                return new QuarantineReport([new LostGroup(new GroupId(17), "task-17", GroupState.Quarantined, 3, ["the reward rule did not answer within 5 s"])]);
            case GetSamples:
                return new SampleReport([.. Enumerable.Range(0, 4).Select(Sample)]);
            default:
                return message is IOperatorCommand ? new CommandResult(true, _version, "", "done", "") : null;
        }
    }

    /// <summary>One more step, with its line in the metrics of the run folder.</summary>
    public void Step(string folder)
    {
        File.AppendAllText(Path.Combine(folder, "metrics.jsonl"), Line(_version));
        _version++;
    }

    public static string Line(long step) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"step":{{step}},"success":{{1 - Math.Exp(-step / 60.0):0.####}},"format":{{1 - Math.Exp(-step / 20.0):0.####}},"reward/mean":{{2 - 2 * Math.Exp(-step / 50.0):0.####}},"reward/weight":{{step / 240.0:0.####}},"tokens/per-second":{{2000 + 100 * Math.Sin(step):0}},"time/rollout":1.2,"time/learn":0.9,"time/weights":0.1,"time/step":2.2,"entropy":{{Math.Exp(-step / 90.0):0.####}},"bottleneck":"rollout"}
        """) + "\n";

    private static WorkerStatus Worker(int i) => new(
        string.Create(CultureInfo.InvariantCulture, $"west/rollout-{i}#b.1"),
        "127.0.0.1:4100",
        i % 3 == 0 ? WorkerActivity.Waiting : WorkerActivity.Generating,
        i % 3 == 0 ? "work: step 12 has to be trained" : "",
        TimeSpan.FromSeconds(i % 50),
        TimeSpan.FromSeconds(0.4),
        1,
        2,
        i,
        false);

    private static RecentSample Sample(int i) => new(
        new GroupId(40 + i / 2),
        i % 2,
        "task-4",
        "single",
        "west/rollout-1#b.1",
        11,
        38,
        StopReason.EndOfSequence,
        i % 2 == 0 ? "<think>the weather, so get_weather</think>\n[get_weather(city=\"Oslo\")]" : "<think>nothing</think>\n<b onclick=alert(1)>no call</b>",
        new RewardScore(1, 0.5 - i % 2, 1 - i % 2, i % 2 == 0, ImmutableSortedDictionary.CreateRange([KeyValuePair.Create("format", 1.0), KeyValuePair.Create("recall", 1.0 - i % 2)])));
}
