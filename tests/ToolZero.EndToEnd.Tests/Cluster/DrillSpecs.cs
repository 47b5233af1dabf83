using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Cluster;

/// <summary>The drill that ships with the product, shortened.</summary>
public sealed class DrillSpecs : IDisposable
{
    private readonly TemporaryFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [SkippableFact]
    public async Task Faults_cost_no_group_and_the_journal_leads_to_the_weights()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "a drill needs kill and prlimit");
        var ended = await ToolZeroProcess.Run(["drill", "--faults", "6", "--every", "4", "--lasts", "1", .. SmallRun.Arguments(_runs.Path, "drill", "--steps", "100000").Skip(1)]);
        ended.Succeeded();
        var report = ended.Json;
        Assert.Equal(6, report.GetProperty("faults").GetInt32());
        Assert.Equal(0, report.GetProperty("lost").GetInt64());
        Assert.Equal(0, report.GetProperty("duplicated").GetInt64());
        Assert.True(report.GetProperty("ledgerBalanced").GetBoolean());
        Assert.True(report.GetProperty("replayMatches").GetBoolean());
        Assert.InRange(report.GetProperty("effectiveTrainingTimeRatio").GetDouble(), 0.01, 1);
        Assert.NotEmpty(report.GetProperty("recoverySeconds").EnumerateObject());
    }

    [SkippableFact]
    public async Task A_full_disk_makes_the_run_wait_and_ends_no_process()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "a drill needs prlimit");
        var ended = await ToolZeroProcess.Run(
            ["drill", "--only", "full disk", "--faults", "2", "--every", "4", "--lasts", "2", .. SmallRun.Arguments(_runs.Path, "full", "--steps", "100000").Skip(1)]);
        ended.Succeeded();
        Assert.Equal(2, ended.Json.GetProperty("faults").GetInt32());
        Assert.Equal(0, ended.Json.GetProperty("lost").GetInt64());
        Assert.True(ended.Json.GetProperty("replayMatches").GetBoolean());
        var said = await File.ReadAllTextAsync(new RunFiles(_runs["full"]).At("logs/coordinator.out"));
        Assert.DoesNotContain("Unhandled exception", said, StringComparison.Ordinal);
    }
}
