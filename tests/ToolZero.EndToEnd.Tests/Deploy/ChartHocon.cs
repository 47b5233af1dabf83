using ToolZero.Actors.Clustering;
using ToolZero.Actors.Hosting;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Tests.Shared;

namespace ToolZero.EndToEnd.Tests.Deploy;

/// <summary>The configuration of a role in rendered manifests, as the product reads it.</summary>
internal static class ChartHocon
{
    public static string TextOf(Manifests manifests, string role) =>
        (string)manifests.Find("ConfigMap", Manifests.NameOf(manifests.Workload(role)))!["data"]!["node.conf"]!;

    /// <summary>The layer of a role; nothing in it is unknown or wrong, and a worker's decides nothing that belongs to the run.</summary>
    public static ConfigurationLayer Of(Manifests manifests, string role)
    {
        var layer = ConfigurationLayer.Read(TextOf(manifests, role), role + "/node.conf");
        Assert.Empty(layer.Errors);
        using var folder = new TemporaryFolder();
        LocalConfiguration.Load(
            HoconFolder.Find(SharedData.RepositoryRoot, AppContext.BaseDirectory), [role], folder.Write("node.conf", TextOf(manifests, role)), [], isCoordinator: role == "coordinator");
        return layer;
    }
}
