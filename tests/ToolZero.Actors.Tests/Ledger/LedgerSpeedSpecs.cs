using System.Collections.Immutable;
using System.Diagnostics;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Rollouts;
using Xunit.Abstractions;

namespace ToolZero.Actors.Tests.Ledger;

public class LedgerSpeedSpecs(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void Groups_are_stored_faster_than_they_can_be_generated(int together)
    {
        const int Count = 1600;
        using var file = new LedgerFile();
        using var ledger = file.Open();
        var ids = Enumerable.Range(0, Count).Select(i => (long)i).ToArray();
        ledger.Issue(0, LedgerFile.Ids(ids), LedgerFile.Tasks(ids));
        var groups = ids.Select(id => Group(id)).ToImmutableArray();
        ledger.Store(groups[0]);
        LedgerCodec.Decode(LedgerCodec.Encode(groups[0]), "here");
        var work = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        foreach (var chunk in groups.Skip(1).Chunk(together))
        {
            ledger.Together(() =>
            {
                foreach (var group in chunk) ledger.Store(group);
            });
        }

        var rate = Count / clock.Elapsed.TotalSeconds;
        var ofOneCore = Count / (Process.GetCurrentProcess().TotalProcessorTime - work).TotalSeconds;
        clock.Restart();
        foreach (var group in groups) LedgerCodec.Encode(group);
        output.WriteLine($"{rate:F0} groups of 8 x 40 tokens per second, {together} in a transaction; {ofOneCore:F0} per second of processor time");
        output.WriteLine($"encoding alone: {Count / clock.Elapsed.TotalSeconds:F0} per second");
        // A machine that is busy with other things still manages this.
        Assert.True(rate > 50, $"{rate:F0} groups per second");
    }

    private static ScoredGroup Group(long id) => Samples.Group(id) with
    {
        PromptTokens = [.. Enumerable.Range(0, 120)],
        Samples = [.. Enumerable.Range(0, 8).Select(s => new ScoredTrajectory(Samples.Trajectory(3, 40), Samples.Score(s)))],
    };
}
