using System.Text.Json.Nodes;
using ToolZero.Actors.Clustering;
using static ToolZero.EndToEnd.Tests.Deploy.Manifests;

namespace ToolZero.EndToEnd.Tests.Deploy;

/// <summary>Whom the pods of every recipe join through: names that the rendered services give to pods that there are.</summary>
public sealed class ChartJoinSpecs
{
    public static TheoryData<string> Values => ChartSpecs.Values;

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task Everybody_joins_through_the_coordinators(string values)
    {
        var manifests = await Manifests.Of(Path.Combine(Helm.Chart, values));
        var seeds = Coordinators(manifests);
        foreach (var role in Roles.Where(r => r != "coordinator")) Assert.Equal(seeds, Option(Node(manifests, role), "--join"));
        Assert.Contains(Option(Containers(manifests.OfKind("Pod").Single()).Single()!, "--cluster").Single(), seeds);
    }

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task A_coordinator_finds_through_the_others_the_cluster_that_went_on_without_it(string values)
    {
        var manifests = await Manifests.Of(Path.Combine(Helm.Chart, values));
        Assert.Equal([.. Coordinators(manifests), .. new[] { "learner", "reward", "rollout" }.Select(role => Address(manifests, role, 0))], Option(Node(manifests, "coordinator"), "--join"));
    }

    [SkippableFact]
    public async Task Nobody_joins_through_a_pod_that_there_is_not()
    {
        var manifests = await Manifests.Of(Helm.Recipe("kind"), "--set", "rollout.replicas=0");
        Assert.DoesNotContain(Option(Node(manifests, "coordinator"), "--join"), address => address.Contains("-rollout-", StringComparison.Ordinal));
    }

    private static List<string> Coordinators(Manifests manifests) =>
        [.. Enumerable.Range(0, (int)(long)manifests.Workload("coordinator")["spec"]!["replicas"]!).Select(i => Address(manifests, "coordinator", i))];

    /// <summary>Where a pod is reached: its name in its service, and the port that it listens on.</summary>
    private static string Address(Manifests manifests, string role, int ordinal)
    {
        var workload = manifests.Workload(role);
        var host = Option(Node(manifests, role), "--public-host").Single();
        Assert.StartsWith($"$(POD_NAME).{workload["spec"]!["serviceName"]}.train.svc.", host, StringComparison.Ordinal);
        var address = $"{host.Replace("$(POD_NAME)", $"{NameOf(workload)}-{ordinal}", StringComparison.Ordinal)}:{Option(Node(manifests, role), "--port").Single()}";
        Assert.Equal(address, ClusterAddress.Parse(address, "--join").ToString());
        return address;
    }

    private static JsonNode Node(Manifests manifests, string role) => manifests.Workload(role)["spec"]!["template"]!["spec"]!["containers"]![0]!;
}
