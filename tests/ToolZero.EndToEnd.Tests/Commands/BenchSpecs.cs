using System.Text.Json;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Tests.Shared;

namespace ToolZero.EndToEnd.Tests.Commands;

/// <summary>What the benches measure is for a quiet machine; that they still run, and lose nothing on the way, holds on any.</summary>
public class BenchSpecs
{
    private static readonly string Program = Path.Combine(SharedData.RepositoryRoot, "bench/ToolZero.Bench/bin/Release/net10.0/toolzero-bench.dll");

    [Theory]
    [InlineData("weights", "direct: receipts with another hash than the learner's", "tree of fan-out 2: receipts with another hash than the learner's")]
    [InlineData("coordinator-remote")]
    [InlineData("rewards")]
    public async Task A_bench_comes_to_its_end_with_a_value_for_every_figure(string name, params string[] zeros)
    {
        await using var bench = ToolZeroProcess.StartFrom(Program, name, "--quick", "--json");
        var figures = (await bench.End()).Succeeded().Json.GetProperty("figures").EnumerateArray().ToDictionary(f => f.GetProperty("name").GetString()!, f => f.GetProperty("value"));
        Assert.NotEmpty(figures);
        Assert.All(figures, f => Assert.True(f.Value.ValueKind == JsonValueKind.Number, f.Key));
        Assert.All(zeros, zero => Assert.Equal(0, figures[zero].GetDouble()));
    }
}
