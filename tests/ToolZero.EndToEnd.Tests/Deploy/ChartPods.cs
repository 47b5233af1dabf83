using System.Globalization;
using System.Text.Json.Nodes;
using ToolZero.Actors.Admin;
using ToolZero.Core.Data;
using ToolZero.Core.ToolWorld;
using ToolZero.EndToEnd.Tests.Support;
using static ToolZero.EndToEnd.Tests.Deploy.Manifests;

namespace ToolZero.EndToEnd.Tests.Deploy;

/// <summary>
/// Pods of rendered manifests as processes of this machine, with exactly the rendered words, files and variables. Only what a cluster has and this machine
/// has not is replaced: addresses by the loopback, mounted folders by temporary ones (with the smallest model and generated tasks in them), the device cuda
/// by cpu. The init container that fetches a model is not run: what it would have fetched is there.
/// </summary>
internal sealed class ChartPods : IDisposable
{
    private const string Authority = "the chart's";

    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new(Authority);
    private readonly Manifests _manifests;
    private readonly Dictionary<string, (int Remoting, int Web)> _ports;
    private readonly HttpClient _kubelet = new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Issuer == "CN=" + Authority } }) { Timeout = ToolZeroProcess.Deadline };

    /// <param name="manifests">What the chart was rendered to.</param>
    /// <param name="rollouts">Rollout pods that are wanted, however many are rendered.</param>
    public ChartPods(Manifests manifests, int rollouts)
    {
        _manifests = manifests;
        var coordinators = (int)(long)manifests.Workload("coordinator")["spec"]!["replicas"]!;
        Names = [.. Pods("coordinator", coordinators), .. Pods("learner", 1), .. Pods("rollout", rollouts), .. Pods("reward", 1)];
        _ports = Names.ToDictionary(name => name, _ => (FreePort.Take(), FreePort.Take()));
        Mount();
    }

    /// <summary>All pods that can be started, coordinators first.</summary>
    public IReadOnlyList<string> Names { get; }

    public RunFiles Run => new(_folder[$"runs/{ChartHocon.Of(_manifests, "coordinator").Values["run.name"]}"]);

    public ToolZeroProcess Start(string pod)
    {
        var container = Container(pod);
        Directory.CreateDirectory(_folder[$"etc/{pod}"]);
        File.WriteAllText(
            _folder[$"etc/{pod}/node.conf"],
            Local(ChartHocon.TextOf(_manifests, Role(pod)))
                .Replace("weights.port = 4054", "weights.port = 0", StringComparison.Ordinal)
                .Replace("model.device = cuda", "model.device = cpu", StringComparison.Ordinal));
        return ToolZeroProcess.StartWith(Variables(container), [.. Arguments(container).Select(word => Local(word, pod))]);
    }

    /// <summary>Runs the pod of <c>helm test</c> to its end.</summary>
    public async Task<ProcessResult> Test()
    {
        var test = _manifests.OfKind("Pod").Single()["spec"]!["containers"]![0]!;
        await using var process = ToolZeroProcess.StartWith(Variables(test), [.. Arguments(test).Select(Local)]);
        return await process.End();
    }

    /// <summary>As a kubelet asks the rendered probes: it shows no certificate.</summary>
    /// <param name="pod">Its name.</param>
    /// <param name="process">Its process, which must not end before it is green.</param>
    /// <param name="standing">Where everybody is, for the message of a failed wait.</param>
    public async Task TurnsGreen(string pod, ToolZeroProcess process, Func<string> standing)
    {
        foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
        {
            var said = "";
            await process.Until($"{probe} of {pod} is green", async () => (said = await Asked(pod, probe)).Length == 0, () => $"{said}\n{standing()}\n");
        }
    }

    public void Dispose()
    {
        _kubelet.Dispose();
        _folder.Dispose();
        _authority.Dispose();
    }

    /// <summary>Nothing when it is green, else why not.</summary>
    private async Task<string> Asked(string pod, string probe)
    {
        var asked = Container(pod)[probe]!["httpGet"]!;
        var address = new Uri($"{((string)asked["scheme"]!).ToLowerInvariant()}://127.0.0.1:{Text(_ports[pod].Web)}{asked["path"]}");
        try
        {
            using var answer = await _kubelet.GetAsync(address);
            return answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync();
        }
        catch (HttpRequestException error)
        {
            return error.Message;
        }
    }

    /// <summary>What secrets and volumes hold.</summary>
    private void Mount()
    {
        foreach (var name in new[] { "etc/tls", "etc/tls-password", "etc/operator", "runs", "data" }) Directory.CreateDirectory(_folder[name]);
        AdminSecret.LoadOrCreate(_folder["etc/operator/secret"]);
        var shown = _authority.Options("toolzero");
        File.Copy(shown[1], _folder["etc/tls/keystore.p12"]);
        File.Copy(_authority.PasswordFile, _folder["etc/tls-password/password"]);
        File.Copy(_authority.Trust["SSL_CERT_FILE"], _folder["etc/tls/ca.crt"]);
        ToolTaskJsonLines.Write(_folder["data/train.jsonl"], ToolWorldGenerator.Generate(ToolWorldSplit.Training, 1, 64));
        ToolTaskJsonLines.Write(_folder["data/evaluation.jsonl"], ToolWorldGenerator.Generate(ToolWorldSplit.HeldOut, 1, 8));
        var model = (string)ChartHocon.Of(_manifests, "learner").Values["model.path"];
        if (model == "/models" || model.StartsWith("/models/", StringComparison.Ordinal)) TinyModel.CopyTo(_folder[model[1..]]);
    }

    private Dictionary<string, string> Variables(JsonNode container) => container["env"]!.AsArray()
        .Where(v => v!["value"] is not null && (string?)v["name"] != "HOME")
        .ToDictionary(v => (string)v!["name"]!, v => Local(v!["value"]!.ToString()));

    /// <summary>A word as it is on this machine.</summary>
    private string Local(string word, string pod) => word.Split('=')[0] switch
    {
        "--host" or "--public-host" => word.Split('=')[0] + "=127.0.0.1",
        "--port" => "--port=" + Text(_ports[pod].Remoting),
        "--http" => "--http=127.0.0.1:" + Text(_ports[pod].Web),
        _ => Local(word.Replace("$(POD_NAME)", pod, StringComparison.Ordinal).Replace("/etc/toolzero/config/", $"/etc/toolzero/{pod}/", StringComparison.Ordinal)),
    };

    private string Local(string text)
    {
        foreach (var (pod, ports) in _ports)
            text = text.Replace($"{pod}.{NameOf(_manifests.Workload(Role(pod)))}.train.svc.cluster.local:4053", $"127.0.0.1:{Text(ports.Remoting)}", StringComparison.Ordinal);
        foreach (var (mounted, here) in new[] { ("/etc/toolzero/", "etc/"), ("/var/lib/toolzero/runs", "runs"), ("\"/data/", "data/"), ("\"/models", "models") })
            text = text.Replace(mounted, (mounted[0] == '"' ? "\"" : "") + _folder[here], StringComparison.Ordinal);
        return text;
    }

    private IEnumerable<string> Pods(string role, int count) => Enumerable.Range(0, count).Select(i => $"{NameOf(_manifests.Workload(role))}-{Text(i)}");

    private string Role(string pod) => Roles.Single(role => pod[..pod.LastIndexOf('-')] == NameOf(_manifests.Workload(role)));

    private JsonNode Container(string pod) => _manifests.Workload(Role(pod))["spec"]!["template"]!["spec"]!["containers"]![0]!;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
