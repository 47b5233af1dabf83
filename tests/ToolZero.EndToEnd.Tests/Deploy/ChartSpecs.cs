using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Hosting;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Tests.Shared;
using ToolZero.Web.Health;
using ToolZero.Web.Telemetry;
using static ToolZero.EndToEnd.Tests.Deploy.Manifests;

namespace ToolZero.EndToEnd.Tests.Deploy;

/// <summary>Every recipe and every values file of continuous integration is rendered by the real helm, read, and held together.</summary>
public sealed partial class ChartSpecs
{
    private static readonly Dictionary<string, string> Probes = new() { ["startupProbe"] = HealthTags.Startup, ["readinessProbe"] = HealthTags.Ready, ["livenessProbe"] = HealthTags.Live };

    private static IEnumerable<string> Files => new[] { "recipes", "ci" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Helm.Chart, folder), "*.yaml").Select(f => $"{folder}/{Path.GetFileName(f)}"))
        .Order(StringComparer.Ordinal);

    public static TheoryData<string> Values => [.. Files];

    public static TheoryData<string> ScaledByOperators => [.. Files.Where(file => file != "ci/autoscaled-values.yaml")];

    [Fact]
    public void There_is_a_recipe_for_a_laptop_a_machine_and_both_of_the_papers_models() =>
        Assert.Equal(["kind", "one-gpu-node", "paper-32b", "paper-7b"], Directory.EnumerateFiles(Path.Combine(Helm.Chart, "recipes")).Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal));

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task Lint_has_nothing_to_say(string values)
    {
        var said = (await Helm.Lint(At(values))).Succeeded();
        Assert.DoesNotContain("[WARNING]", said.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("[ERROR]", said.Text, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task Names_are_unique_and_possible(string values)
    {
        var manifests = await Manifests.Of(At(values));
        Assert.Equal(4, manifests.OfKind("StatefulSet").Count);
        Assert.Equal(manifests.All.Count, manifests.All.Select(m => $"{m["kind"]}/{NameOf(m)}").Distinct().Count());
        Assert.All(manifests.All, m => Assert.Matches("^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", NameOf(m)));
    }

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task Services_budgets_and_the_network_policy_choose_the_pods_that_they_are_for(string values)
    {
        var manifests = await Manifests.Of(At(values));
        foreach (var role in Roles)
        {
            var workload = manifests.Workload(role);
            var labels = workload["spec"]!["template"]!["metadata"]!["labels"]!;
            Assert.True(Selects(workload["spec"]!["selector"]!["matchLabels"]!, labels));
            var service = manifests.Find("Service", (string)workload["spec"]!["serviceName"]!)!;
            Assert.Equal("None", (string?)service["spec"]!["clusterIP"]);
            Assert.True((bool)service["spec"]!["publishNotReadyAddresses"]!);
            Assert.Equal([role], Chosen(manifests, service["spec"]!["selector"]!));
            Assert.Equal([role], Chosen(manifests, manifests.Find("PodDisruptionBudget", NameOf(workload))!["spec"]!["selector"]!["matchLabels"]!));
        }

        foreach (var policy in manifests.OfKind("NetworkPolicy"))
            Assert.Equal(IsForApiServer(policy) ? ["coordinator"] : [.. Roles.Order(), "test"], Chosen(manifests, policy["spec"]!["podSelector"]!["matchLabels"]!));
    }

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task Ports_agree_between_command_line_configuration_probes_services_and_network_policy(string values)
    {
        var manifests = await Manifests.Of(At(values));
        var coordinator = Node(manifests, "coordinator");
        var remoting = int.Parse(Option(coordinator, "--port").Single());
        var weights = (int)(long)ChartHocon.Of(manifests, "coordinator").Values["weights.port"];
        var http = ClusterAddress.Parse(Option(coordinator, "--http").Single(), "--http");
        int[] both = [remoting, weights];
        int[] all = [.. both, http.Port];
        foreach (var role in Roles)
        {
            var node = Node(manifests, role);
            Assert.Equal($"{remoting}", Option(node, "--port").Single());
            Assert.Equal($"0.0.0.0:{http.Port}", Option(node, "--http").Single());
            Assert.Equal(["remoting", "weights", "https"], node["ports"]!.AsArray().Select(p => (string?)p!["name"]));
            Assert.Equal(all, node["ports"]!.AsArray().Select(p => (int)(long)p!["containerPort"]!));
            foreach (var probe in Probes.Keys) Assert.Equal("https", (string?)node[probe]!["httpGet"]!["port"]);
            var service = manifests.Find("Service", NameOf(manifests.Workload(role)))!;
            Assert.Equal(all, service["spec"]!["ports"]!.AsArray().Select(p => (int)(long)p!["port"]!));
            Assert.Equal(["remoting", "weights", "https"], service["spec"]!["ports"]!.AsArray().Select(p => (string?)p!["targetPort"]));
        }

        foreach (var policy in manifests.OfKind("NetworkPolicy").Where(p => !IsForApiServer(p)))
        {
            var ingress = policy["spec"]!["ingress"]!.AsArray();
            Assert.Equal(both, Ports(ingress[0]!));
            int[][] others = [[remoting, http.Port], [http.Port]];
            Assert.Equal(others.Take(ingress.Count - 1), ingress.Skip(1).Select(rule => Ports(rule!).ToArray()));
            Assert.All(ingress, rule => Assert.NotEmpty(rule!["from"]!.AsArray()));
            Assert.Equal(both, Ports(policy["spec"]!["egress"]![0]!));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task Probes_ask_endpoints_of_the_product_as_it_serves_them(string values)
    {
        var manifests = await Manifests.Of(At(values));
        foreach (var role in Roles)
        {
            var node = Node(manifests, role);
            foreach (var (probe, tag) in Probes)
            {
                var asked = node[probe]!["httpGet"]!;
                Assert.Equal(HealthFeature.Path(tag), (string?)asked["path"]);
                Assert.Equal("HTTPS", (string?)asked["scheme"]);
                // Every check of an endpoint has its own deadline; one that is slow shall say why before the probe gives up.
                Assert.True((long)node[probe]!["timeoutSeconds"]! > HealthFeature.Deadline.TotalSeconds);
            }

            HealthSettings.Parse(Option(node, HealthSettings.LongestStepOption).Single(), Option(node, HealthSettings.LeastFreeOption).Single());
        }
    }

    [SkippableFact]
    public async Task A_monitor_scrapes_the_metrics_of_every_pod_with_the_operators_secret_and_only_when_it_is_asked_for()
    {
        Assert.Empty((await Manifests.Of(Helm.Recipe("kind"))).OfKind("ServiceMonitor"));
        var manifests = await Manifests.Of(At("ci/full-values.yaml"));
        var monitor = Assert.Single(manifests.OfKind("ServiceMonitor"));
        var endpoint = monitor["spec"]!["endpoints"]!.AsArray().Single()!;
        Assert.Equal((TelemetryFeature.Path, "https"), ((string?)endpoint["path"], (string?)endpoint["scheme"]));
        foreach (var role in Roles)
        {
            var service = manifests.Find("Service", NameOf(manifests.Workload(role)))!;
            Assert.True(Selects(monitor["spec"]!["selector"]!["matchLabels"]!, service["metadata"]!["labels"]!));
            Assert.Contains(service["spec"]!["ports"]!.AsArray(), p => (string?)p!["name"] == (string?)endpoint["port"]);
        }

        var shown = endpoint["authorization"]!["credentials"]!;
        Assert.EndsWith($"/{shown["key"]}", Option(Node(manifests, "learner"), "--secret-file").Single(), StringComparison.Ordinal);
        var volumes = manifests.Workload("learner")["spec"]!["template"]!["spec"]!["volumes"]!.AsArray();
        Assert.Contains(volumes, v => (string?)v!["secret"]?["secretName"] == (string?)shown["name"]);
        Assert.Contains(volumes, v => (string?)v!["secret"]?["secretName"] == (string?)endpoint["tlsConfig"]!["ca"]!["secret"]!["name"]);
        Assert.Equal("prometheus", (string?)monitor["metadata"]!["labels"]!["release"]);
        Assert.Equal("nodes.example", (string?)endpoint["tlsConfig"]!["serverName"]);
    }

    [SkippableFact]
    public async Task The_secret_is_shown_to_the_nodes_alone_also_where_nobody_says_their_name()
    {
        var manifests = await Manifests.Of(At("ci/autoscaled-values.yaml"));
        var tls = manifests.OfKind("ServiceMonitor").Single()["spec"]!["endpoints"]![0]!["tlsConfig"]!;
        Assert.Null(tls["insecureSkipVerify"]);
        Assert.Equal(Option(Node(manifests, "learner"), "--join")[0].Split(':')[0], (string?)tls["serverName"]);
    }

    [SkippableFact]
    public async Task Alert_rules_and_dashboard_are_those_of_the_repository_and_come_only_when_they_are_asked_for()
    {
        var without = await Manifests.Of(Helm.Recipe("kind"));
        Assert.Empty(without.OfKind("PrometheusRule"));
        Assert.DoesNotContain(without.OfKind("ConfigMap"), m => NameOf(m).EndsWith("-dashboard", StringComparison.Ordinal));
        var manifests = await Manifests.Of(At("ci/full-values.yaml"));
        var shipped = Manifests.Read(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "deploy", "prometheus", "toolzero.rules.yaml"))).Single();
        var rules = Assert.Single(manifests.OfKind("PrometheusRule"));
        Assert.True(JsonNode.DeepEquals(shipped["groups"], rules["spec"]!["groups"]));
        Assert.Equal("prometheus", (string?)rules["metadata"]!["labels"]!["release"]);
        var dashboard = Assert.Single(manifests.OfKind("ConfigMap"), m => NameOf(m).EndsWith("-dashboard", StringComparison.Ordinal));
        Assert.Equal("1", (string?)dashboard["metadata"]!["labels"]!["grafana_dashboard"]);
        var drawn = JsonNode.Parse((string)dashboard["data"]!["toolzero.json"]!);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "deploy", "grafana", "toolzero.json"))), drawn));
    }

    [SkippableFact]
    public async Task The_autoscaler_is_off_unless_asked_for_and_then_follows_a_metric_that_the_coordinator_exports()
    {
        Assert.Empty((await Manifests.Of(Helm.Recipe("kind"))).OfKind("HorizontalPodAutoscaler"));
        var manifests = await Manifests.Of(At("ci/autoscaled-values.yaml"));
        var spec = Assert.Single(manifests.OfKind("HorizontalPodAutoscaler"))["spec"]!;
        var rollouts = manifests.Workload("rollout");
        Assert.Equal(("apps/v1", "StatefulSet", NameOf(rollouts)), ((string?)spec["scaleTargetRef"]!["apiVersion"], (string?)spec["scaleTargetRef"]!["kind"], (string?)spec["scaleTargetRef"]!["name"]));
        Assert.Equal((2, 32), ((int)(long)spec["minReplicas"]!, (int)(long)spec["maxReplicas"]!));
        // Whoever upgrades the release must not undo what the autoscaler decided.
        Assert.Null(rollouts["spec"]!["replicas"]);
        var external = spec["metrics"]!.AsArray().Single()!["external"]!;
        Assert.Equal(ExportedMetrics.BatchWait.Prometheus, (string?)external["metric"]!["name"]);
        Assert.Equal("250m", (string?)external["target"]!["value"]);
        Assert.NotNull(manifests.Find("Service", (string)external["metric"]!["selector"]!["matchLabels"]!["service"]!));
        Assert.Equal("train", (string?)external["metric"]!["selector"]!["matchLabels"]!["namespace"]);
    }

    [SkippableFact]
    public async Task Nodes_send_telemetry_where_the_values_say_and_the_network_lets_them()
    {
        var manifests = await Manifests.Of(At("ci/full-values.yaml"));
        foreach (var role in Roles)
        {
            var values = ChartHocon.Of(manifests, role).Values;
            Assert.Equal(("http://collector.monitoring:4318", "http/protobuf", "json"), ($"{values["telemetry.otlp-endpoint"]}", $"{values["telemetry.otlp-protocol"]}", $"{values["telemetry.log-format"]}"));
        }

        var policy = Assert.Single(manifests.OfKind("NetworkPolicy"), p => !IsForApiServer(p));
        Assert.Contains(policy["spec"]!["egress"]!.AsArray(), rule => Ports(rule!).SequenceEqual([4318]));
        Assert.Contains(policy["spec"]!["egress"]!.AsArray(), rule => Ports(rule!).SequenceEqual([9000]));
    }

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task Everything_that_is_mounted_exists_and_every_file_of_the_command_line_is_below_a_mount(string values)
    {
        var manifests = await Manifests.Of(At(values));
        foreach (var (name, pod) in manifests.Pods())
        {
            var volumes = pod["spec"]!["volumes"]!.AsArray();
            Assert.Equal(volumes.Count, volumes.Select(v => (string?)v!["name"]).Distinct().Count());
            foreach (var container in Containers(pod))
            {
                var mounts = container!["volumeMounts"]!.AsArray();
                Assert.All(mounts, m => Assert.Contains(volumes, v => (string?)v!["name"] == (string?)m!["name"]));
                foreach (var file in Arguments(container).Select(a => a.Split('=', 2)[^1]).Where(a => a.StartsWith('/')))
                    Assert.Contains(mounts, m => file == (string)m!["mountPath"]! || file.StartsWith((string)m["mountPath"]! + "/", StringComparison.Ordinal));
                if (Option(container, "--config") is [var config])
                    Assert.NotNull(manifests.Find("ConfigMap", (string)volumes.Single(v => (string?)v!["name"] == "config")!["configMap"]!["name"]!)!["data"]![Path.GetFileName(config)]);
            }

            foreach (var secret in volumes.Where(v => v!["secret"] is not null)) Assert.Equal("0440", (string?)secret!["secret"]!["defaultMode"]?.ToString().PadLeft(4, '0'));
            foreach (var claim in volumes.Select(v => (string?)v!["persistentVolumeClaim"]?["claimName"]).OfType<string>().Where(c => c.EndsWith("-runs", StringComparison.Ordinal)))
                Assert.True(manifests.Find("PersistentVolumeClaim", claim) is not null, $"{name}: {claim} is not rendered");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task Pods_may_do_nothing_beyond_their_process(string values)
    {
        var manifests = await Manifests.Of(At(values));
        foreach (var (_, pod) in manifests.Pods())
        {
            var spec = pod["spec"]!;
            Assert.Equal(Option(spec["containers"]![0]!, "--kubernetes-rollouts").Count > 0, (bool)spec["automountServiceAccountToken"]!);
            Assert.True((bool)spec["securityContext"]!["runAsNonRoot"]!);
            Assert.NotEqual(0, (long)spec["securityContext"]!["runAsUser"]!);
            Assert.Equal("RuntimeDefault", (string?)spec["securityContext"]!["seccompProfile"]!["type"]);
            foreach (var container in Containers(pod))
            {
                var security = container!["securityContext"]!;
                Assert.True((bool)security["readOnlyRootFilesystem"]!);
                Assert.False((bool)security["allowPrivilegeEscalation"]!);
                Assert.Equal(["ALL"], security["capabilities"]!["drop"]!.AsArray().Select(c => (string?)c));
                Assert.NotNull(container["resources"]!["requests"]!["cpu"]);
                Assert.NotNull(container["resources"]!["requests"]!["memory"]);
                Assert.NotNull(container["resources"]!["limits"]!["memory"]);
                Assert.Matches(PinnedImage(), (string)container["image"]!);
            }
        }

        Assert.Empty(new[] { "ClusterRole", "ClusterRoleBinding", "Secret" }.SelectMany(manifests.OfKind));
    }

    [SkippableTheory]
    [MemberData(nameof(ScaledByOperators))]
    public async Task The_coordinator_alone_may_change_the_number_of_rollout_pods_and_nothing_else(string values)
    {
        var manifests = await Manifests.Of(At(values));
        var rollouts = NameOf(manifests.Workload("rollout"));
        foreach (var role in Roles) Assert.Equal(role == "coordinator" ? [rollouts] : [], Option(Node(manifests, role), "--kubernetes-rollouts"));
        Assert.Equal(Option(Node(manifests, "coordinator"), "--kubernetes-rollout-workers").Single(), $"{ChartHocon.Of(manifests, "rollout").Values["rollout.workers"]}");
        var rule = Assert.Single(Assert.Single(manifests.OfKind("Role"))["rules"]!.AsArray())!;
        Assert.Equal("""{"apiGroups":["apps"],"resources":["statefulsets/scale"],"resourceNames":["ROLLOUTS"],"verbs":["get","update"]}""".Replace("ROLLOUTS", rollouts, StringComparison.Ordinal), rule.ToJsonString());
        var binding = Assert.Single(manifests.OfKind("RoleBinding"));
        Assert.Equal(NameOf(manifests.OfKind("Role")[0]), (string?)binding["roleRef"]!["name"]);
        var account = (string?)Assert.Single(binding["subjects"]!.AsArray())!["name"];
        Assert.All(manifests.Pods().Where(p => (bool)p.Pod["spec"]!["automountServiceAccountToken"]!), p => Assert.Equal(account, (string?)p.Pod["spec"]!["serviceAccountName"]));
    }

    [SkippableFact]
    public async Task Without_that_right_no_pod_has_a_token_and_no_role_is_bound()
    {
        var manifests = await Manifests.Of(Helm.Recipe("kind"), "--set", "serviceAccount.scalesRollouts=false");
        Assert.Empty(new[] { "Role", "RoleBinding" }.SelectMany(manifests.OfKind));
        Assert.All(manifests.Pods(), p => Assert.False((bool)p.Pod["spec"]!["automountServiceAccountToken"]!));
        Assert.Empty(Option(Node(manifests, "coordinator"), "--kubernetes-rollouts"));
        Assert.DoesNotContain(manifests.OfKind("NetworkPolicy"), IsForApiServer);
    }

    private static bool IsForApiServer(JsonNode policy) => NameOf(policy).EndsWith("-api-server", StringComparison.Ordinal);

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task GPUs_are_asked_for_exactly_where_the_configuration_uses_them(string values)
    {
        var manifests = await Manifests.Of(At(values));
        foreach (var role in Roles)
        {
            var limits = Node(manifests, role)["resources"]!["limits"]!.AsObject();
            var isCuda = ChartHocon.Of(manifests, role).Values.GetValueOrDefault("model.device") as string == "cuda";
            Assert.Equal(isCuda, limits.Any(l => l.Key.Contains('/', StringComparison.Ordinal)));
            Assert.Equal(isCuda, ((string)Node(manifests, role)["image"]!).EndsWith("-cuda", StringComparison.Ordinal));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task A_pod_has_longer_to_end_than_a_node_takes_to_drain(string values)
    {
        var manifests = await Manifests.Of(At(values));
        var drain = new NodeSettings("n", [], default, []).DrainDeadline;
        foreach (var role in Roles)
            Assert.True((long)manifests.Workload(role)["spec"]!["template"]!["spec"]!["terminationGracePeriodSeconds"]! > drain.TotalSeconds);
    }

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public async Task The_product_accepts_the_configuration_of_every_role(string values)
    {
        var manifests = await Manifests.Of(At(values));
        using var folder = new TemporaryFolder();
        var run = RunConfiguration.Load(
            new ConfigurationSources(File: folder.Write("node.conf", ChartHocon.TextOf(manifests, "coordinator"))), HoconFolder.Find(SharedData.RepositoryRoot, AppContext.BaseDirectory));
        RunSettings.From(run);
        foreach (var role in Roles) Assert.NotEmpty(ChartHocon.Of(manifests, role).Values);
    }

    [SkippableFact]
    public async Task A_changed_setting_starts_the_coordinator_anew_and_nobody_else()
    {
        var before = await Manifests.Of(Helm.Recipe("kind"));
        var after = await Manifests.Of(Helm.Recipe("kind"), "--set", @"run.settings.run\.steps=121");
        foreach (var role in Roles) Assert.Equal(role != "coordinator", Checksum(before, role) == Checksum(after, role));
    }

    [SkippableFact]
    public async Task Rollouts_alone_go_to_nodes_that_may_be_taken_away_and_rank_below_the_rest()
    {
        var manifests = await Manifests.Of(Helm.Recipe("paper-7b"));
        var classes = manifests.OfKind("PriorityClass").ToDictionary(NameOf, c => (long)c["value"]!);
        long Priority(string role) => classes[(string)manifests.Workload(role)["spec"]!["template"]!["spec"]!["priorityClassName"]!];
        bool OnSpot(string role) => manifests.Workload(role)["spec"]!["template"]!["spec"]!["tolerations"]?.ToJsonString().Contains("spot", StringComparison.Ordinal) == true;
        foreach (var role in Roles)
        {
            Assert.Equal(role == "rollout", OnSpot(role));
            if (role != "rollout") Assert.True(Priority(role) > Priority("rollout"));
        }
    }

    [SkippableFact]
    public async Task Storage_of_one_node_keeps_coordinator_and_learner_together()
    {
        var manifests = await Manifests.Of(Helm.Recipe("kind"));
        var term = manifests.Workload("learner")["spec"]!["template"]!["spec"]!["affinity"]!["podAffinity"]!["requiredDuringSchedulingIgnoredDuringExecution"]![0]!;
        Assert.Equal("kubernetes.io/hostname", (string?)term["topologyKey"]);
        Assert.Equal(["coordinator"], Chosen(manifests, term["labelSelector"]!["matchLabels"]!));
    }

    private static string At(string values) => Path.Combine(Helm.Chart, values);

    private static JsonNode Node(Manifests manifests, string role) => manifests.Workload(role)["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Single()!;

    private static string Checksum(Manifests manifests, string role) => (string)manifests.Workload(role)["spec"]!["template"]!["metadata"]!["annotations"]!["checksum/config"]!;

    private static IEnumerable<int> Ports(JsonNode rule) => rule["ports"]!.AsArray().Select(p => (int)(long)p!["port"]!);

    private static IEnumerable<string> Chosen(Manifests manifests, JsonNode selector) => manifests.Pods()
        .Select(p => p.Pod["metadata"]!["labels"]!)
        .Where(labels => Selects(selector, labels))
        .Select(labels => (string)labels["app.kubernetes.io/component"]!)
        .Order(StringComparer.Ordinal);

    [GeneratedRegex("^[^:]+(:[0-9]+/[^:]+)?:(?!latest$)[A-Za-z0-9_.-]+$")]
    private static partial Regex PinnedImage();
}
