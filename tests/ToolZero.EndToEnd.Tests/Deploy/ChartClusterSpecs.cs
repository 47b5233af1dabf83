using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ToolZero.Actors.Admin;
using ToolZero.EndToEnd.Tests.Support;
using static ToolZero.EndToEnd.Tests.Deploy.Manifests;

namespace ToolZero.EndToEnd.Tests.Deploy;

/// <summary>
/// What the chart renders for a laptop runs: every pod is a process with the rendered words, files and variables. Only what a machine has and a
/// cluster has not is replaced: addresses by the loopback, mounted folders by temporary ones, and the model by the smallest one.
/// </summary>
public sealed class ChartClusterSpecs : IDisposable
{
    /// <summary>Far more than the test has time for: the pods are terminated while they train.</summary>
    private const int Steps = 100_000;

    private const string Authority = "the chart's";

    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new(Authority);
    private readonly Dictionary<string, int> _ports = [];
    private readonly Dictionary<string, int> _webPorts = [];
    private readonly HttpClient _kubelet = new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Issuer == "CN=" + Authority } }) { Timeout = ToolZeroProcess.Deadline };

    public void Dispose()
    {
        _kubelet.Dispose();
        _folder.Dispose();
        _authority.Dispose();
    }

    [SkippableFact]
    public async Task The_rendered_pods_train_answer_the_chart_test_and_leave_when_they_are_terminated()
    {
        var manifests = await Manifests.Of(Helm.Recipe("kind"), [.. Small.SelectMany(set => (string[])["--set", set])]);
        Mount();
        await using var coordinator = Start(manifests, "coordinator", 0);
        await Up(coordinator);
        await using var learner = Start(manifests, "learner", 0);
        await using var first = Start(manifests, "rollout", 0);
        await using var second = Start(manifests, "rollout", 1);
        await using var reward = Start(manifests, "reward", 0);
        foreach (var node in new[] { learner, first, second, reward }) await Up(node);
        foreach (var pod in _ports.Keys)
            foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" }) await TurnsGreen(Container(manifests, pod), probe, pod);

        var run = new RunFiles(_folder["runs/laptop"]);
        await coordinator.Until("a step is committed", () => File.Exists(run.Metrics) && File.ReadLines(run.Metrics).Any());
        await Left(second);

        var test = manifests.OfKind("Pod").Single()["spec"]!["containers"]![0]!;
        await using var status = ToolZeroProcess.StartWith(Variables(test), [.. Arguments(test).Select(Local)]);
        var answer = (await status.End()).Succeeded();
        Assert.True(answer.Text.Contains("tz-toolzero-learner-0", StringComparison.Ordinal), answer.All);

        var steps = File.ReadLines(run.Metrics).Count();
        await coordinator.Until("the other rollout goes on", () => File.ReadLines(run.Metrics).Count() > steps + 1);
        await Left(first);
        await Left(reward);
        await Left(learner);
        await Left(coordinator);
        using var ledger = new LedgerFile(run.Ledger);
        ledger.AssertBalanced();
        Assert.True(ledger.Groups(Actors.Ledger.GroupState.Trained) > 0);
    }

    /// <summary>The recipe's run, made so small that it takes seconds.</summary>
    private static string[] Small =>
    [
        "model.path=" + TinyModel.Folder,
        "tls.passwordSecret=toolzero-tls-password",
        // Here is no API server.
        "serviceAccount.scalesRollouts=false",
        @"run.settings.run\.steps=" + Text(Steps),
        @"run.settings.data\.toolworld\.train-tasks=64",
        @"run.settings.learner\.prompts-per-batch=4",
        @"run.settings.rollout\.group-size=4",
        @"run.settings.rollout\.groups-per-lease=1",
        @"run.settings.rollout\.max-tokens=48",
        @"run.settings.evaluation\.tasks=6",
        @"run.settings.evaluation\.max-tokens=16",
    ];

    /// <summary>What secrets and volumes hold.</summary>
    private void Mount()
    {
        foreach (var name in new[] { "etc/tls", "etc/tls-password", "etc/operator", "runs" }) Directory.CreateDirectory(_folder[name]);
        AdminSecret.LoadOrCreate(_folder["etc/operator/secret"]);
        var shown = _authority.Options("toolzero");
        File.Copy(shown[1], _folder["etc/tls/keystore.p12"]);
        File.Copy(_authority.PasswordFile, _folder["etc/tls-password/password"]);
        File.Copy(_authority.Trust["SSL_CERT_FILE"], _folder["etc/tls/ca.crt"]);
    }

    private ToolZeroProcess Start(Manifests manifests, string role, int ordinal)
    {
        var name = $"{NameOf(manifests.Workload(role))}-{Text(ordinal)}";
        var container = manifests.Workload(role)["spec"]!["template"]!["spec"]!["containers"]![0]!;
        var config = _folder[$"etc/{name}"];
        Directory.CreateDirectory(config);
        File.WriteAllText(Path.Combine(config, "node.conf"), Local(ChartHocon.TextOf(manifests, role)).Replace("weights.port = 4054", "weights.port = 0", StringComparison.Ordinal));
        (_ports[name], _webPorts[name]) = (FreePort(), FreePort());
        return ToolZeroProcess.StartWith(Variables(container), [.. Arguments(container).Select(word => Local(word, name))]);
    }

    private Dictionary<string, string> Variables(JsonNode container) => container["env"]!.AsArray()
        .Where(v => v!["value"] is not null && (string?)v["name"] != "HOME")
        .ToDictionary(v => (string)v!["name"]!, v => Local(v!["value"]!.ToString()));

    /// <summary>A word as it is on this machine.</summary>
    private string Local(string word, string pod) => word.Split('=')[0] switch
    {
        "--host" or "--public-host" => word.Split('=')[0] + "=127.0.0.1",
        "--port" => "--port=" + Text(_ports[pod]),
        "--http" => "--http=127.0.0.1:" + Text(_webPorts[pod]),
        _ => Local(word.Replace("$(POD_NAME)", pod, StringComparison.Ordinal).Replace("/etc/toolzero/config/", $"/etc/toolzero/{pod}/", StringComparison.Ordinal)),
    };

    private string Local(string text)
    {
        foreach (var (pod, port) in _ports)
            text = text.Replace($"{pod}.{pod[..pod.LastIndexOf('-')]}.train.svc.cluster.local:4053", $"127.0.0.1:{Text(port)}", StringComparison.Ordinal);
        return text.Replace("/etc/toolzero/", _folder["etc/"], StringComparison.Ordinal).Replace("/var/lib/toolzero/runs", _folder["runs"], StringComparison.Ordinal);
    }

    private static Task<string> Up(ToolZeroProcess node) => node.Line(l => l.Contains(" is up: ", StringComparison.Ordinal));

    private static JsonNode Container(Manifests manifests, string pod) =>
        manifests.OfKind("StatefulSet").Single(w => pod[..pod.LastIndexOf('-')] == NameOf(w))["spec"]!["template"]!["spec"]!["containers"]![0]!;

    /// <summary>As a kubelet asks the rendered probe: it shows no certificate.</summary>
    private async Task TurnsGreen(JsonNode container, string probe, string pod)
    {
        var asked = container[probe]!["httpGet"]!;
        var address = new Uri($"{((string)asked["scheme"]!).ToLowerInvariant()}://127.0.0.1:{Text(_webPorts[pod])}{asked["path"]}");
        using var deadline = new CancellationTokenSource(ToolZeroProcess.Deadline);
        while (true)
        {
            using var answer = await _kubelet.GetAsync(address, deadline.Token);
            if (answer.IsSuccessStatusCode) return;
            Assert.False(deadline.IsCancellationRequested, $"{probe} of {pod}: {await answer.Content.ReadAsStringAsync()}");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private static async Task Left(ToolZeroProcess node)
    {
        if (!node.HasEnded) await node.Terminate();
        Assert.Contains(" has left: ", (await node.End()).Succeeded().Text, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
