using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Deploy;

/// <summary>Values that are misspelt, impossible, or contradict each other: none is rendered, and the message names the value.</summary>
public sealed class ChartRefusalSpecs
{
    private const string Secret = "operator: { existingSecret: s }\n";
    private const string Tls = "tls: { existingSecret: t }\n";
    private const string Both = Secret + Tls;

    [SkippableTheory]
    // Misspelt.
    [InlineData(Both + "rolout: { replicas: 3 }", "Additional property rolout is not allowed")]
    [InlineData(Both + "rollout: { replica: 3 }", "Additional property replica is not allowed")]
    [InlineData(Both + "rollout: { spot: { enable: true } }", "Additional property enable is not allowed")]
    [InlineData(Both + "learner: { replicas: 2 }", "Additional property replicas is not allowed")]
    [InlineData(Both + "coordinator: { nodeselector: {} }", "Additional property nodeselector is not allowed")]
    [InlineData(Both + "image: { version: 1.0.0 }", "Additional property version is not allowed")]
    [InlineData(Both + "storage: { run: { size: 1Gi } }", "Additional property run is not allowed")]
    [InlineData(Both + "run: { settings: { learner.learningrate: 1e-6 } }", "Additional property learner.learningrate is not allowed")]
    [InlineData(Both + "run: { settings: { run.folder: /tmp } }", "Additional property run.folder is not allowed")]
    [InlineData(Both + "akka: { loglevel: INFO }", "Additional property loglevel is not allowed")]
    [InlineData(Both + "probes: { liveness: { path: / } }", "Additional property path is not allowed")]
    [InlineData(Both + "rollout: { affinity: { podaffinity: {} } }", "Additional property podaffinity is not allowed")]
    // Impossible.
    [InlineData(Both + "image: { tag: latest }", "image.tag")]
    [InlineData(Both + "coordinator: { replicas: 0 }", "coordinator.replicas")]
    [InlineData(Both + "reward: { replicas: many }", "reward.replicas")]
    [InlineData(Both + "ports: { remoting: 99999 }", "ports.remoting")]
    [InlineData(Both + "health: { longestStep: 30 }", "health.longestStep")]
    [InlineData(Both + "health: { leastFree: some }", "health.leastFree")]
    [InlineData(Both + "model: { source: s3 }", "model.source")]
    [InlineData(Both + "learner: { device: gpu }", "learner.device")]
    [InlineData(Both + "storage: { runs: { accessMode: ReadWriteOncePod } }", "storage.runs.accessMode")]
    [InlineData(Both + "storage: { runs: { size: fifty } }", "storage.runs.size")]
    [InlineData(Both + "rollout: { terminationGracePeriodSeconds: 30 }", "rollout.terminationGracePeriodSeconds")]
    [InlineData(Both + "run: { settings: { algorithm.objective: ppo } }", "run.settings.algorithm.objective")]
    [InlineData(Both + "run: { settings: { rollout.lease-deadline: 120 } }", "run.settings.rollout.lease-deadline")]
    [InlineData(Both + "run: { settings: { rollout.temperature: 11 } }", "run.settings.rollout.temperature")]
    [InlineData(Both + "updateStrategy: Recreate", "updateStrategy")]
    [InlineData(Both + "run: { name: ../other }", "run.name")]
    [InlineData(Both + "fullnameOverride: Mine", "fullnameOverride")]
    // Contradictory.
    [InlineData(Tls, "operator.existingSecret")]
    [InlineData(Secret, "tls.existingSecret")]
    [InlineData(Secret + "tls: { existingSecret: t, passwordSecret: p, certManager: { enabled: true, issuer: { name: ca } } }", "tls.certManager.enabled")]
    [InlineData(Secret + "tls: { passwordSecret: p, certManager: { enabled: true } }", "tls.certManager.issuer.name")]
    [InlineData(Secret + "tls: { certManager: { enabled: true, issuer: { name: ca } } }", "tls.passwordSecret")]
    [InlineData(Both + "coordinator: { replicas: 2 }\nstorage: { runs: { accessMode: ReadWriteOnce } }", "coordinator.replicas")]
    [InlineData(Both + "ports: { weights: 4053 }", "ports.weights")]
    [InlineData(Both + "ports: { http: 4054 }", "ports.http")]
    [InlineData(Both + "rollout: { device: cuda }", "rollout.gpus")]
    [InlineData(Both + "learner: { gpus: 1 }", "learner.gpus")]
    [InlineData(Both + "learner: { device: cuda, gpus: 8 }", "learner.gpus")]
    [InlineData(Both + "rollout: { device: cuda, gpus: 1 }\nimage: { cudaTag: \"\" }", "image.cudaTag")]
    [InlineData(Both + "model: { source: volume }", "model.volume.existingClaim")]
    [InlineData(Both + "model: { volume: { existingClaim: m } }", "model.volume.existingClaim")]
    [InlineData(Both + "model: { source: objectStore }", "model.objectStore.uri")]
    [InlineData(Both + "model: { source: volume, path: /qwen, volume: { existingClaim: m } }", "model.path")]
    [InlineData(Both + "run: { settings: { data.train: /data/t.jsonl } }", "data.existingClaim")]
    [InlineData(Both + "run: { settings: { data.train: t.jsonl } }", "data.train")]
    [InlineData(Both + "run: { settings: { rollout.max-rows: 4 } }", "rollout.max-rows")]
    [InlineData(Both + "priorityClasses: { create: true, core: 1, rollout: 2 }", "priorityClasses.core")]
    [InlineData(Both + "serviceAccount: { create: false }", "serviceAccount.name")]
    [InlineData(Both + "networkPolicy: { enabled: false, monitoring: [{ podSelector: {} }] }", "networkPolicy.monitoring")]
    [InlineData(Both + "rollout: { autoscaling: { enabled: true } }", "serviceAccount.scalesRollouts")]
    [InlineData(Both + "serviceAccount: { scalesRollouts: false }\nrollout: { autoscaling: { enabled: true, minReplicas: 9 } }", "rollout.autoscaling.minReplicas")]
    [InlineData(Both + "rollout: { autoscaling: { targetBatchWaitPercent: 0 } }", "rollout.autoscaling.targetBatchWaitPercent")]
    [InlineData(Both + "rollout: { autoscaling: { enabled: false, maxReplica: 9 } }", "Additional property maxReplica is not allowed")]
    [InlineData(Both + "telemetry: { otlpEndpoint: collector:4317 }", "telemetry.otlpEndpoint")]
    [InlineData(Both + "telemetry: { logFormat: yaml }", "telemetry.logFormat")]
    [InlineData(Both + "run: { settings: { telemetry.log-format: json } }", "Additional property telemetry.log-format is not allowed")]
    [InlineData(Both + "prometheusRule: { enable: true }", "Additional property enable is not allowed")]
    [InlineData(Both + "serviceMonitor: { enabled: true, intervall: 5s }", "Additional property intervall is not allowed")]
    [InlineData(Both + "networkPolicy: { enabled: false, operators: [{ podSelector: {} }] }", "networkPolicy.operators")]
    public async Task A_wrong_value_is_refused_by_name(string values, string named)
    {
        using var folder = new TemporaryFolder();
        var refused = await Helm.Template(folder.Write("values.yaml", values + "\n"));
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(named, string.Join('\n', refused.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain("nil pointer", refused.All, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task All_contradictions_are_said_at_once()
    {
        using var folder = new TemporaryFolder();
        var refused = await Helm.Template(folder.Write("values.yaml", "learner: { device: cuda }\n"));
        foreach (var named in new[] { "operator.existingSecret", "tls.existingSecret", "learner.gpus" }) Assert.Contains(named, string.Join('\n', refused.Errors), StringComparison.Ordinal);
    }
}
