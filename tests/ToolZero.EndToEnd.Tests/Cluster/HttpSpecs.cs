using System.Net;
using System.Text.Json;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Web.Health;

namespace ToolZero.EndToEnd.Tests.Cluster;

/// <summary>What nodes answer over HTTP while a cluster is at work.</summary>
public sealed class HttpSpecs : IDisposable
{
    private readonly TemporaryFolder _runs = new();
    private readonly HttpClient _client = new() { Timeout = ToolZeroProcess.Deadline };

    public void Dispose()
    {
        _client.Dispose();
        _runs.Dispose();
    }

    [Fact]
    public async Task Every_node_of_a_local_cluster_answers_where_the_file_says()
    {
        await using var cluster = ToolZeroProcess.Start(["up", "--rollout", "1", "--reward", "1", .. SmallRun.Arguments(_runs.Path, "web", "--steps", "1000").Skip(1)]);
        await cluster.Event("step");
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(_runs["web/cluster.json"]));
        var nodes = file.RootElement.GetProperty("nodes").EnumerateArray().ToDictionary(n => n.GetProperty("name").GetString()!, n => n.GetProperty("http").GetString()!);
        Assert.Equal(["coordinator", "learner", "reward-1", "rollout-1"], nodes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(nodes["coordinator"], file.RootElement.GetProperty("http").GetString());
        foreach (var address in nodes.Values)
        {
            foreach (var tag in HealthTags.All)
            {
                using var answer = await _client.GetAsync(new Uri(address + HealthFeature.Path(tag)));
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address} {tag}: {await answer.Content.ReadAsStringAsync()}");
            }
        }

        await cluster.Interrupt();
        Assert.Equal(130, (await cluster.End()).ExitCode);
    }
}
