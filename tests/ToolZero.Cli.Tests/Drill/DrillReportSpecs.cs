using System.Text.Json;
using ToolZero.Cli.Drill;

namespace ToolZero.Cli.Tests.Drill;

public sealed class DrillReportSpecs
{
    private static readonly LedgerVerdict Clean = new(true, 0, 0);

    [Fact]
    public void Recovery_is_told_by_role()
    {
        var report = DrillReport.Of([Outcome(1, "rollout", 2), Outcome(2, "rollout", 4), Outcome(3, "rollout", 3), Outcome(4, "learner", 9)], Clean, true, 0.91234);
        Assert.Equal(4, report.Faults);
        Assert.Equal(new RecoveryTimes(3, 4), report.RecoverySeconds["rollout"]);
        Assert.Equal(new RecoveryTimes(9, 9), report.RecoverySeconds["learner"]);
        Assert.Equal(0.912, report.EffectiveTrainingTimeRatio);
        Assert.True(report.Passed);
    }

    [Fact]
    public void It_fails_when_anything_promised_does_not_hold()
    {
        FaultOutcome[] good = [Outcome(1, "reward", 1)];
        Assert.False(DrillReport.Of(good, Clean with { Lost = 1 }, true, 1).Passed);
        Assert.False(DrillReport.Of(good, Clean with { Duplicated = 1 }, true, 1).Passed);
        Assert.False(DrillReport.Of(good, Clean with { Balanced = false }, true, 1).Passed);
        Assert.False(DrillReport.Of([good[0] with { Balanced = false }], Clean, true, 1).Passed);
        Assert.False(DrillReport.Of(good, Clean, false, 1).Passed);
    }

    [Fact]
    public void Its_json_has_the_documented_names()
    {
        var json = JsonSerializer.SerializeToElement(DrillReport.Of([Outcome(1, "reward", 1.5)], Clean, true, 0.8), JsonSerializerOptions.Web);
        foreach (var name in new[] { "faults", "lost", "duplicated", "ledgerBalanced", "replayMatches", "effectiveTrainingTimeRatio" }) Assert.True(json.TryGetProperty(name, out _), name);
        Assert.Equal(1.5, json.GetProperty("recoverySeconds").GetProperty("reward").GetProperty("p50").GetDouble());
        Assert.Equal(1.5, json.GetProperty("recoverySeconds").GetProperty("reward").GetProperty("max").GetDouble());
    }

    private static FaultOutcome Outcome(int number, string role, double seconds) => new(
        new Fault(number, TimeSpan.FromSeconds(number), FaultKind.Kill, role, 0.5, TimeSpan.Zero), role + "-1", TimeSpan.FromSeconds(seconds), true);
}
