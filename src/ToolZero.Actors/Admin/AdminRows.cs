using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Ledger;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;
using static ToolZero.Actors.Node.NodeProtocol;

namespace ToolZero.Actors.Admin;

/// <summary>How old an answer is and who is missing in it.</summary>
internal sealed record Heard(double AgeSeconds, ImmutableArray<string> Missing);

/// <summary>What coordinator and nodes report, as rows for operators. Pure; what is not known is empty, never made up.</summary>
internal static class AdminRows
{
    /// <summary>Rows that an answer has at most.</summary>
    public const int MaxRows = 4096;

    private const int MaxText = 4000;

    /// <param name="run">Its name.</param>
    /// <param name="status">What its coordinator said last; null = nothing yet.</param>
    /// <param name="ended">How it ended; there is no coordinator after that. Null = it goes on.</param>
    /// <param name="last">Its newest step.</param>
    /// <param name="nodes">Members, and what they say of themselves.</param>
    /// <param name="heard">How old all that is.</param>
    public static StatusAnswer Status(
        string run,
        CoordinatorStatus? status,
        RunResult? ended,
        RunEvent.StepCompleted? last,
        ImmutableArray<(ClusterMember Member, NodeStatus? Node)> nodes,
        Heard heard) => new(
        run,
        (ended?.Phase ?? status?.Phase) is { } phase ? Word(phase) : "starting",
        ended?.Reason ?? status?.Reason ?? "",
        ended is not null ? "" : status?.WaitingFor ?? "the coordinator",
        ended is not null ? 0 : status?.WaitingSince.TotalSeconds ?? 0,
        status?.Version ?? 0,
        status?.Steps ?? 0,
        status?.CheckpointStep ?? 0,
        Groups(status?.Counts),
        last is null ? null : Step(last),
        status?.Learner is { } learner ? new LearnerRow(WorkerNames.Stable(learner.Name), learner.Node, learner.NextStep, learner.Doing, learner.Since.TotalSeconds) : null,
        Rollouts(status),
        [.. nodes.Select(n => Member(n.Member, n.Node)).Take(MaxRows)],
        [.. (status?.Settings ?? []).Select(s => new SettingRow(s.Key, s.Value))],
        status?.PendingCommands ?? [],
        new EpochsRow(status?.Epochs.Coordinator ?? 0, status?.Epochs.Learner ?? 0, status?.Epochs.Policy ?? 0),
        heard.AgeSeconds,
        heard.Missing);

    public static NodesAnswer Nodes(ImmutableArray<(ClusterMember Member, NodeStatus? Node)> nodes, Heard heard) => new(
        [
            .. nodes.Take(MaxRows).Select(n => new NodeRow(
                Member(n.Member, n.Node),
                n.Node?.Product ?? "",
                n.Node?.Draining ?? false,
                n.Node?.Resources is { } r ? new ResourcesRow(r.Cores, r.MemoryTotal, r.MemoryAvailable, r.ProcessMemory, r.Devices) : null,
                [.. n.Node?.Workers.Select(w => w.Name) ?? []])),
        ],
        heard.AgeSeconds,
        heard.Missing);

    public static WorkersAnswer Workers(ImmutableArray<(ClusterMember Member, NodeStatus? Node)> nodes, Heard heard) => new(
        [
            .. nodes.SelectMany(n => n.Node?.Workers.Select(w => new WorkerRow(
                WorkerNames.Of(n.Node, w), w.FullName, n.Member.Address, Word(w.Kind), Word(w.Health), w.Incarnation - 1)) ?? []).Take(MaxRows),
        ],
        heard.AgeSeconds,
        heard.Missing);

    public static RolloutsAnswer Rollouts(CoordinatorStatus? status, Heard heard)
    {
        var leases = (status?.Leases ?? []).ToLookup(l => l.Worker);
        return new RolloutsAnswer(
            [
                .. (status?.Workers ?? []).Take(MaxRows).Select(w => new RolloutRow(
                    WorkerNames.Stable(w.Name),
                    w.Node,
                    Word(w.Activity),
                    w.WaitsFor,
                    w.Since.TotalSeconds,
                    w.LastHeard.TotalSeconds,
                    [.. leases[w.Name].Select(l => l.Id.ToString())],
                    w.OpenGroups,
                    w.Delivered,
                    leases[w.Name].Select(l => (double?)l.Left.TotalSeconds).Min(),
                    w.IsLeaving)),
            ],
            heard.AgeSeconds,
            heard.Missing);
    }

    public static LedgerAnswer Ledger(LedgerReport report, CoordinatorStatus? status, Heard heard) => new(
        report.Balance.Issued,
        [.. report.Balance.States.Where(s => s.Value.Groups > 0).Select(s => Row(Word(s.Key), s.Value))],
        Row("duplicates", report.Balance.Duplicates),
        report.Balance.Holds,
        report.Balance.WastedTokens,
        status?.CheckpointStep ?? 0,
        heard.AgeSeconds,
        heard.Missing);

    public static QuarantineAnswer Quarantined(QuarantineReport? report, Heard heard) => new(
        [.. (report?.Groups ?? []).Take(MaxRows).Select(g => new QuarantineRow(g.Id.Value, g.TaskId, g.Attempts, [.. g.Evidence.Select(Cut)]))],
        heard.AgeSeconds,
        heard.Missing);

    public static SamplesAnswer Samples(SampleReport? report, int count, Heard heard) => new(
        [
            .. (report?.Samples ?? []).Take(count).Select(s => new SampleRow(
                s.Group.Value,
                s.Index,
                s.TaskId,
                s.Category,
                s.Worker,
                s.Version,
                s.Tokens,
                Word(s.Stop),
                s.Score.Success,
                s.Score.Total(0),
                s.Score.Total(1),
                [.. s.Score.Parts.Select(p => new PartRow(p.Key, p.Value))],
                Cut(s.Text))),
        ],
        heard.AgeSeconds,
        heard.Missing);

    private static GroupsRow Groups(GroupCounts? c) => c is null
        ? new GroupsRow(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true)
        : new GroupsRow(c.Issued, c.Pending, c.InFlight, c.Scored, c.Trained, c.Stale, c.Filtered, c.Failed, c.Quarantined, c.Duplicates, c.Balanced);

    private static StepRow Step(RunEvent.StepCompleted step)
    {
        var (batch, update, time) = (step.Metrics.Batch, step.Metrics.Update, step.Metrics.Time);
        return new StepRow(
            step.Metrics.Step,
            batch.RewardMean,
            batch.Success,
            time.Step,
            time.Step > 0 ? batch.GeneratedTokens / time.Step : 0,
            update.LearningRate,
            batch.StalenessMaximum,
            time.Bottleneck);
    }

    private static RolloutsRow Rollouts(CoordinatorStatus? status)
    {
        var workers = status?.Workers ?? [];
        return new RolloutsRow(
            workers.Length,
            workers.Count(w => w.Activity == WorkerActivity.Generating),
            workers.Count(w => w.Activity == WorkerActivity.Waiting),
            workers.Count(w => w.IsLeaving));
    }

    private static MemberRow Member(ClusterMember member, NodeStatus? node) => new(node?.Name ?? member.Name, member.Address, member.Roles, member.Status);

    private static LedgerRow Row(string state, LedgerEntry entry) => new(state, entry.Groups, entry.PromptTokens, entry.GeneratedTokens);

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText] + " …";

    /// <summary>InFlight -> in-flight.</summary>
    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
