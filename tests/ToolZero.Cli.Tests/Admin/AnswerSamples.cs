using ToolZero.Actors.Admin;

namespace ToolZero.Cli.Tests.Admin;

/// <summary>Answers as a cluster of three nodes gives them.</summary>
internal static class AnswerSamples
{
    public static StatusAnswer Status { get; } = new(
        "quickstart",
        "running",
        "",
        "rollouts of step 57: 3 of 8 groups are scored, leases u464 on n2/rollout-1#7f3a.1",
        2.14,
        57,
        240,
        50,
        new GroupsRow(480, 2, 6, 4, 456, 0, 0, 0, 12, 3, true),
        new StepRow(56, 1.234, 0.452, 2.31, 1234, 1e-4, 0, "rollout"),
        new LearnerRow("n1/learner", "127.0.0.1:4053", 57, "waiting for a batch", 1.9),
        new RolloutsRow(3, 2, 1, 0),
        [
            new MemberRow("n1", "127.0.0.1:4053", ["coordinator", "learner"], "up"),
            new MemberRow("n2", "127.0.0.1:4054", ["rollout"], "up"),
            new MemberRow("n3", "127.0.0.1:4055", ["reward"], "unreachable"),
        ],
        [new SettingRow("learner.learning-rate", "1e-4"), new SettingRow("rollout.temperature", "1")],
        ["checkpoint"],
        new EpochsRow(1, 2, 0),
        0.1,
        []);

    public static NodesAnswer Nodes { get; } = new(
        [
            new NodeRow(Status.Nodes[0], "1.0.0", false, new ResourcesRow(2, 24L << 30, 18L << 30, 612L << 20, ["cpu"]), ["learner", "weights"]),
            new NodeRow(Status.Nodes[1], "1.0.0", true, new ResourcesRow(16, 128L << 30, 101L << 30, 2L << 30, ["cuda:0", "cuda:1"]), ["rollout-1", "rollout-2", "weights-receiver"]),
            new NodeRow(Status.Nodes[2], "", false, null, []),
        ],
        0,
        ["node 127.0.0.1:4055 does not answer"]);

    public static WorkersAnswer Workers { get; } = new(
        [
            new WorkerRow("n1/learner", "n1/learner#51c2.1", "127.0.0.1:4053", "learner", "running", 0),
            new WorkerRow("n2/rollout-1", "n2/rollout-1#7f3a.3", "127.0.0.1:4054", "rollout", "restarting", 2),
        ],
        0,
        []);

    public static RolloutsAnswer Rollouts { get; } = new(
        [
            new RolloutRow("n2/rollout-1", "127.0.0.1:4054", "generating", "", 4.2, 0.3, ["u464.1"], 3, 152, 25.8, false),
            new RolloutRow("n2/rollout-2", "127.0.0.1:4054", "waiting", "the staleness gate", 1.2, 0.9, [], 0, 148, null, true),
        ],
        0,
        []);

    public static LedgerAnswer Ledger { get; } = new(
        480,
        [new LedgerRow("pending", 2, 200, 0), new LedgerRow("in-flight", 6, 640, 0), new LedgerRow("trained", 460, 48_000, 312_400), new LedgerRow("quarantined", 12, 1_300, 0)],
        new LedgerRow("duplicates", 3, 300, 1_900),
        true,
        1_900,
        50,
        0,
        []);

    public static SamplesAnswer Samples { get; } = new(
        [new SampleRow(461, 2, "toolworld-train-812", "parallel", "n2/rollout-1#7f3a.1", 56, 31, "end-of-sequence", true, 1.5, 2, [new PartRow("ast", 1), new PartRow("format", 1)], "[get_weather(city=\"Oslo\")]")],
        0,
        []);

    public static QuarantineAnswer Quarantine { get; } = new([new QuarantineRow(17, "toolworld-train-17", 3, ["n2/rollout-1#7f3a.1: InvalidDataException: \u001b[2J no token", "n2/rollout-2#7f3a.1: deadline"])], 0, []);

    public static AuditAnswer Audit { get; } = new(
        [
            new AuditRow(new DateTimeOffset(2025, 6, 1, 12, 0, 9, TimeSpan.Zero), "b", "ada", "127.0.0.1:51234", "set learner.learning-rate 2e-4", "applied", 1.2, 57, "1e-4", "2e-4", ""),
            new AuditRow(new DateTimeOffset(2025, 6, 1, 12, 0, 0, TimeSpan.Zero), "a", "eve", "127.0.0.1:51230", "", "denied", 0, 0, "", "", "it is not signed with the cluster's secret"),
        ],
        0,
        []);

    public static IReadOnlyList<AdminAnswer> All { get; } = [Status, Nodes, Workers, Rollouts, Ledger, Samples, Quarantine, Audit];
}
