using ToolZero.Actors.Clustering;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Telemetry;
using ToolZero.Actors.Tests.Hosting;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Tests.Clustering;

public class LocalConfigurationSpecs
{
    private static LocalConfiguration Load(string role, params string[] sets) =>
        LocalConfiguration.Load(ShippedFiles.Folder, [role], null, [.. sets], role == NodeRoles.Coordinator);

    [Fact]
    public void Every_shipped_role_file_is_read_and_holds_overrides_only()
    {
        foreach (var role in NodeRoles.All)
        {
            var local = Load(role);
            Assert.True(local.Akka.GetBoolean("akka.cluster.run-coordinated-shutdown-when-down"));
            var layer = ConfigurationLayer.ReadFile(ShippedFiles.Folder.RoleFile(role));
            Assert.Empty(layer.Errors);
            Assert.All(layer.Values.Keys, key => Assert.True(LocalConfiguration.IsLocal($"{key}=1"), $"{role}.conf: {key} belongs to the run"));
        }
    }

    [Fact]
    public void Every_key_of_cluster_conf_has_its_comment()
    {
        var lines = File.ReadAllLines(ShippedFiles.Folder.ClusterFile);
        for (var i = 1; i < lines.Length; i++)
            if (lines[i].Contains(" = ", StringComparison.Ordinal) && !lines[i].TrimStart().StartsWith('#')) Assert.StartsWith("#", lines[i - 1].TrimStart(), StringComparison.Ordinal);
    }

    /// <summary>Unset, it follows the time for a connection, and a busy machine's TLS handshake ends a node.</summary>
    [Fact]
    public void A_handshake_has_more_time_than_a_connection()
    {
        var remote = Load(NodeRoles.Learner).Akka.GetConfig("akka.remote");
        Assert.True(remote.GetTimeSpan("handshake-timeout") >= 5 * remote.GetTimeSpan("dot-netty.tcp.connection-timeout"));
    }

    [Fact]
    public void The_runs_settings_hold_but_for_what_the_node_decides()
    {
        var run = RunConfiguration.Load(new ConfigurationSources(null, null, "run.steps=7", "rollout.workers=5", "model.path=elsewhere")).Render();
        var settings = Load(NodeRoles.Rollout, "model.path=/here").Over(run);
        Assert.Equal(7, settings.Get<long>("run.steps"));
        Assert.Equal(1, settings.Get<long>("rollout.workers"));
        Assert.Equal("/here", settings.Get<string>("model.path"));
        Assert.Equal(3, Load(NodeRoles.Rollout, "rollout.workers=3").Over(run).Get<long>("rollout.workers"));
        Assert.Equal(5, Load(NodeRoles.Learner).Over(run).Get<long>("rollout.workers"));
    }

    [Fact]
    public void Every_node_decides_what_it_tells_of_itself()
    {
        var telemetry = Load(NodeRoles.Reward, "telemetry.log-format=json", "telemetry.otlp-protocol=\"http/protobuf\"").Telemetry;
        Assert.Equal(new TelemetrySettings("", "http/protobuf", LogFormat.Json), telemetry);
        Assert.Equal(telemetry, Load(NodeRoles.Coordinator, [.. telemetry.Sets]).Telemetry);
    }

    [Fact]
    public void What_belongs_to_the_run_is_refused_elsewhere()
    {
        var error = Assert.Throws<DataException>(() => Load(NodeRoles.Rollout, "run.steps=3", "rollout.workers=2"));
        Assert.Contains("toolzero.run.steps belongs to the run", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("rollout.workers", error.Message, StringComparison.Ordinal);
        Load(NodeRoles.Coordinator, "run.steps=3");
    }

    [Fact]
    public void The_users_keys_of_the_actor_system_win() =>
        Assert.Equal("9s", Load(NodeRoles.Reward, "akka.cluster.split-brain-resolver.stable-after=9s").Akka.GetString("akka.cluster.split-brain-resolver.stable-after"));
}
