using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Replay;
using ToolZero.Cli.Drill;
using ToolZero.Cli.Hosting;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero drill</c>: faults by schedule against a training cluster, and what came of them.</summary>
internal static class DrillCommand
{
    /// <summary>Longer than any drill: the faults end the run, not the steps.</summary>
    private const long EndlessSteps = 1_000_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create(CommandContext context)
    {
        var faults = new Option<int>("--faults") { Description = "Faults of the drill. Default 20.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var every = new Option<double>("--every") { Description = "Seconds between two faults, in the mean. Default 30.", HelpName = "SECONDS", DefaultValueFactory = _ => 30 };
        var lasts = new Option<double>("--lasts") { Description = "Seconds that a freeze, a delay, a corruption or a full disk goes on. Default 3.", HelpName = "SECONDS", DefaultValueFactory = _ => 3 };
        var rollouts = new Option<int>("--rollout") { Description = "Rollout nodes. Default 2.", HelpName = "N", DefaultValueFactory = _ => 2 };
        var rewards = new Option<int>("--reward") { Description = "Reward nodes. Default 2.", HelpName = "N", DefaultValueFactory = _ => 2 };
        var only = new Option<string[]>("--only") { Description = "Only faults that have this in their name, such as kill, or learner; may be repeated. Default: all.", HelpName = "TEXT" };
        var options = new TrainingOptions();
        var command = new Command("drill", "Train in a local cluster and do faults to it: kill, freeze, cut, delay, corrupt, fill the disk; then report what was lost and how fast it recovered.")
        {
            faults, every, lasts, rollouts, rewards, only,
        };
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            foreach (var option in new[] { faults, rollouts, rewards })
                if (result.GetResult(option) is { Implicit: false } && result.GetValue(option) is not (> 0 and <= 10_000)) result.AddError($"{option.Name}: expected a whole number from 1 to 10000");
            foreach (var option in new[] { every, lasts })
                if (result.GetResult(option) is { Implicit: false } && result.GetValue(option) is not (>= 0.5 and <= 86_400)) result.AddError($"{option.Name}: expected seconds from 0.5 to 86400");
        });
        command.SetAction(async (parsed, _) =>
        {
            // The seed of the faults is that of the run; the journal is kept whole, because all of it is replayed at the end.
            var asked = options.Request(parsed, context);
            var request = asked with
            {
                Configuration = asked.Configuration.With(
                    options.HasSteps(parsed) ? $"run.steps={asked.Configuration.Get<long>("run.steps")}" : $"run.steps={EndlessSteps}",
                    "ledger.keep-payloads=all",
                    "evaluation.tasks=0",
                    "learner.schedule=constant",
                    "supervision.max-restarts=1000"),
            };
            var settings = new DrillSettings(
                parsed.GetValue(faults),
                (ulong)request.Configuration.Get<long>("run.seed"),
                TimeSpan.FromSeconds(parsed.GetValue(every)),
                TimeSpan.FromSeconds(parsed.GetValue(lasts)),
                parsed.GetValue(rollouts),
                parsed.GetValue(rewards),
                parsed.GetValue(only) ?? []);
            using var drill = new DrillRun(settings, context.Time);
            var isJson = options.Style(parsed, context) == TrainingStyle.Json;
            var to = isJson ? context.Error : context.Out;
            var report = await drill.Run(request, options.OwnSets(parsed), e => Show(to, e), to.WriteLine, Replay, context.Stop);
            if (isJson) await context.Out.WriteLineAsync(JsonSerializer.Serialize(report, Json));
            else foreach (var line in Lines(report)) await to.WriteLineAsync(line);
            return report.Passed ? ExitCodes.Success : ExitCodes.Failed;
        });
        return command;
    }

    private static async Task<bool> Replay(string folder) => (await JournalReplay.Run(folder)).Matches;

    private static void Show(TextWriter to, RunEvent runEvent)
    {
        if (runEvent is RunEvent.Notice notice) to.WriteLine($"     {notice.Text}");
    }

    private static IEnumerable<string> Lines(DrillReport report)
    {
        yield return $"faults                         {report.Faults}";
        yield return $"lost groups                    {report.Lost}";
        yield return $"duplicated effects             {report.Duplicated}";
        yield return $"ledger balanced                {(report.LedgerBalanced ? "yes, after every fault" : "NO")}";
        yield return $"replay gives the same weights  {(report.ReplayMatches ? "yes" : "NO")}";
        yield return $"effective training time ratio  {report.EffectiveTrainingTimeRatio.ToString("0.00", CultureInfo.InvariantCulture)}";
        foreach (var (role, times) in report.RecoverySeconds)
            yield return string.Create(CultureInfo.InvariantCulture, $"recovery of {role,-18} median {times.P50:0.0} s, longest {times.Max:0.0} s");
        yield return report.Passed ? "the drill is passed" : "THE DRILL IS NOT PASSED";
    }
}
