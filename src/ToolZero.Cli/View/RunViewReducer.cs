using System.Collections.Immutable;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Core.Rollouts;

namespace ToolZero.Cli.View;

/// <summary>The view after an event: pure.</summary>
public static class RunViewReducer
{
    private const int KeptNotices = 4;
    private const int RecentSteps = 10;

    public static RunView Apply(this RunView view, RunEvent runEvent, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(view);
        return runEvent switch
        {
            RunEvent.StepCompleted step => Completed(view, step, now),
            RunEvent.WorkerChanged worker => Changed(view, worker, now),
            RunEvent.PhaseChanged phase => view with { Phase = phase.Phase, PhaseReason = phase.Reason },
            RunEvent.CheckpointWritten checkpoint => view with { Checkpoint = checkpoint },
            RunEvent.EvaluationDone evaluation => view with { Evaluations = view.Evaluations.Add(evaluation) },
            RunEvent.Waiting waiting => view with { Waiting = waiting.For },
            RunEvent.Notice notice => Noticed(view, notice.Text),
            RunEvent.GroupsQuarantined lost => Noticed(view, $"quarantined {string.Join(", ", lost.Groups)}: {lost.Evidence.LastOrDefault("no evidence")}"),
            _ => view,
        };
    }

    /// <summary>Time to the last step at the pace of the newest steps; null until two are done.</summary>
    public static TimeSpan? Remaining(this RunView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var recent = view.Steps.Skip(Math.Max(0, view.Steps.Count - RecentSteps - 1)).ToList();
        if (recent.Count < 2) return null;
        var pace = (recent[^1].At - recent[0].At) / (recent.Count - 1);
        return pace * Math.Max(0, view.Total - view.Version);
    }

    private static RunView Completed(RunView view, RunEvent.StepCompleted step, DateTimeOffset now)
    {
        var workers = view.Workers;
        foreach (var group in step.Batch.Groups.GroupBy(g => Row(g.Worker), StringComparer.Ordinal))
        {
            if (!workers.TryGetValue(group.Key, out var worker)) continue;
            var newest = group.SelectMany(g => g.Samples).SelectMany(s => s.Trajectory.Versions).Select(v => (long?)v.Value).Max();
            workers = workers.SetItem(group.Key, worker with { Groups = worker.Groups + group.Count(), Version = newest ?? worker.Version });
        }

        return view with
        {
            // A step that is replayed after a failure replaces what was known of it.
            Steps = view.Steps.RemoveAll(s => s.Metrics.Step >= step.Metrics.Step).Add(new StepView(step.Metrics, now)),
            Groups = step.Groups,
            Workers = workers,
            Sample = Telling(step.Batch) ?? view.Sample,
            Waiting = null,
        };
    }

    /// <summary>Workers are named with their incarnation (<c>rollout-1#2</c>); the view keeps one row for all of them.</summary>
    private static string Row(string worker) => worker.Split('#')[0];

    private static RunView Changed(RunView view, RunEvent.WorkerChanged changed, DateTimeOffset now)
    {
        var name = Row(changed.Name);
        var known = view.Workers.GetValueOrDefault(name);
        var worker = new WorkerView(name, changed.Kind, changed.Health, changed.Incarnation, now, changed.Reason, known?.Groups ?? 0, known?.Version);
        var result = view with { Workers = view.Workers.SetItem(name, worker) };
        return changed.Health == RoleHealth.Running ? result : Noticed(result, $"{changed.Name} {Describe(changed.Health)}: {changed.Reason}");
    }

    private static string Describe(RoleHealth health) => health switch
    {
        RoleHealth.GivenUp => "was given up",
        RoleHealth.Draining => "ends",
        RoleHealth.Gone => "has ended",
        _ => "restarts",
    };

    private static RunView Noticed(RunView view, string text) =>
        view with { Notices = [.. view.Notices.Add(text).Skip(Math.Max(0, view.Notices.Length + 1 - KeptNotices))] };

    /// <summary>The best completion of the group worth showing.</summary>
    private static SampleView? Telling(TrainingBatch batch)
    {
        if (TellingGroup.Of(batch) is not { } group) return null;
        var best = group.Samples.MaxBy(s => s.Score.Total(batch.ScheduleWeight))!;
        return new SampleView(
            group.TaskId, group.Category, group.PromptTokens, best.Trajectory.Text, best.Score.Total(batch.ScheduleWeight), best.Score.Success, best.Score.Parts);
    }
}
