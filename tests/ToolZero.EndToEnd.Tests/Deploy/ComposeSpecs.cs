using System.Globalization;
using System.Text.Json.Nodes;
using ToolZero.Actors.Clustering;
using ToolZero.Cli.Hosting;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Tests.Shared;
using ToolZero.Web.Hosting;
using static ToolZero.EndToEnd.Tests.Deploy.Manifests;

namespace ToolZero.EndToEnd.Tests.Deploy;

/// <summary>The cluster of docker-compose.yml, without an engine: read, held together, and its coordinator started as a process with the secrets of secrets.sh.</summary>
public sealed class ComposeSpecs : IDisposable
{
    private const string Secrets = "/run/secrets/";

    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "deploy", "docker");
    private static readonly JsonObject Compose = Read(File.ReadAllText(Path.Combine(Folder, "docker-compose.yml"))).Single();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void There_is_a_node_of_every_role_and_two_that_generate()
    {
        var roles = Services().Select(s => Given(s.Service, "--role").Single());
        Assert.Equal(["coordinator", "learner", "reward", "rollout", "rollout"], roles.Order(StringComparer.Ordinal));
        foreach (var (name, service) in Services()) Assert.Equal([name, name], [.. Given(service, "--name"), .. Given(service, "--public-host")]);
    }

    [Fact]
    public void The_command_takes_the_words_of_every_service()
    {
        using var output = new StringWriter();
        var root = CommandLineApp.Root(new CommandContext(output, output, TimeProvider.System, IsTerminal: false, default));
        foreach (var (name, service) in Services())
        {
            var parsed = root.Parse([.. Words(service)]);
            Assert.True(parsed.Errors.Count == 0, $"{name}: {string.Join("; ", parsed.Errors.Select(e => e.Message))}");
            Assert.Equal("node", parsed.CommandResult.Command.Name);
        }
    }

    [Fact]
    public void Nodes_join_through_services_that_there_are_at_the_port_that_they_listen_on()
    {
        var names = Services().Select(s => s.Name).ToList();
        foreach (var (name, service) in Services())
        {
            Assert.Empty(Given(service, "--port"));
            var joins = Given(service, "--join").Select(j => ClusterAddress.Parse(j, "--join")).ToList();
            Assert.NotEmpty(joins);
            Assert.All(joins, j => Assert.Contains(j.Host, names.Except([name])));
            Assert.All(joins, j => Assert.Equal(ClusterAddress.DefaultPort, j.Port));
            Assert.Equal([$"0.0.0.0:{WebSettings.DefaultPort}"], Given(service, "--http"));
        }

        var published = Services().SelectMany(s => s.Service["ports"]?.AsArray().Select(p => (string)p!) ?? []);
        Assert.Equal([$"127.0.0.1:{WebSettings.DefaultPort}:{WebSettings.DefaultPort}"], published);
        var exposed = Dockerfile.Read().Single(i => i.Name == "EXPOSE").Words;
        Assert.Contains(Given(Services().Single(s => s.Name == "coordinator").Service, "--set").Single(s => s.StartsWith("weights.port=", StringComparison.Ordinal)).Split('=')[1], exposed);
    }

    [Fact]
    public void Containers_may_do_nothing_beyond_their_process()
    {
        var targets = Dockerfile.Read().Where(i => i.Name == "FROM").Select(i => i.Stage).ToList();
        foreach (var (_, service) in Services())
        {
            Assert.Matches(@"^\$\{TOOLZERO_UID:-[1-9][0-9]*\}:0$", (string)service["user"]!);
            Assert.True((bool)service["read_only"]!);
            Assert.Equal(["ALL"], service["cap_drop"]!.AsArray().Select(c => (string)c!));
            Assert.Equal(["no-new-privileges:true"], service["security_opt"]!.AsArray().Select(c => (string)c!));
            Assert.Contains((string)service["build"]!["target"]!, targets);
            Assert.True(File.Exists(Path.Combine(Folder, (string)service["build"]!["context"]!, (string)service["build"]!["dockerfile"]!)));
            Assert.DoesNotContain("latest", (string)service["image"]!, StringComparison.Ordinal);
            // SIGTERM, and then longer than a node takes to drain.
            Assert.True(int.Parse(((string)service["stop_grace_period"]!).TrimEnd('s'), CultureInfo.InvariantCulture) > new NodeSettings("n", [], default, []).DrainDeadline.TotalSeconds);
        }
    }

    [Fact]
    public async Task Every_file_that_is_named_is_a_secret_that_the_script_makes_and_only_its_owner_reads()
    {
        await MakeSecrets();
        foreach (var (name, service) in Services())
        {
            var mounted = service["secrets"]!.AsArray().Select(s => (string)s!).ToList();
            var named = Words(service).Select(w => w.Split('=', 2)[^1]).Concat([(string)service["environment"]!["SSL_CERT_FILE"]!]).Where(f => f.StartsWith('/')).ToList();
            Assert.NotEmpty(named);
            Assert.All(named, file => Assert.Contains(file[Secrets.Length..], mounted));
            foreach (var secret in mounted)
            {
                var file = _folder[(string)Compose["secrets"]![secret]!["file"]!];
                Assert.True(File.Exists(file), $"{name}: secrets.sh makes no {file}");
                if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }

        Assert.Matches("^TOOLZERO_UID=[1-9][0-9]*\n$", await File.ReadAllTextAsync(_folder[".env"]));
        var before = await File.ReadAllBytesAsync(_folder["secrets/certificate.p12"]);
        Assert.Contains("is there already", (await Script()).Errors[0], StringComparison.Ordinal);
        (await Script("--renew")).Succeeded();
        Assert.NotEqual(before, await File.ReadAllBytesAsync(_folder["secrets/certificate.p12"]));
    }

    [Fact]
    public async Task The_coordinator_comes_up_with_these_words_and_secrets_and_the_health_check_of_the_image_finds_it_alive()
    {
        await MakeSecrets();
        var service = Services().Single(s => s.Name == "coordinator").Service;
        var web = FreePort.Take();
        var trust = service["environment"]!.AsObject().ToDictionary(v => v.Key, v => Local((string)v.Value!));
        await using var coordinator = ToolZeroProcess.StartWith(trust, [.. Words(service).Select(w => Local(w, web)), $"--set=run.folder=\"{_folder["runs"]}\"", $"--port={FreePort.Take()}"]);
        Assert.Contains("akka.ssl.tcp://", await coordinator.Line(l => l.Contains(" is up: ", StringComparison.Ordinal)), StringComparison.Ordinal);

        string[] check = [.. Dockerfile.Read().Single(i => i.Name == "HEALTHCHECK").Exec.Skip(1), "--at", $"https://127.0.0.1:{web}"];
        await using (var asked = ToolZeroProcess.StartWith(trust, check)) Assert.Contains("live is green", (await asked.End()).Succeeded().Text, StringComparison.Ordinal);
        await using (var distrustful = ToolZeroProcess.StartWith([new("SSL_CERT_FILE", _folder[".env"]), new("SSL_CERT_DIR", _folder.Path)], check)) Assert.Equal(1, (await distrustful.End()).ExitCode);
        await coordinator.Terminate();
        Assert.Contains(" has left: ", (await coordinator.End()).Succeeded().Text, StringComparison.Ordinal);
        Assert.Equal(1, (await ToolZeroProcess.Run(check)).ExitCode);
    }

    /// <summary>A word as it is on this machine.</summary>
    private string Local(string word, int web) => word.Split('=')[0] switch
    {
        "--host" or "--public-host" => word.Split('=')[0] + "=127.0.0.1",
        "--join" => $"--join=127.0.0.1:{FreePort.Take()}",
        "--http" => $"--http=127.0.0.1:{web}",
        "--set" => "--set=weights.port=0",
        _ => Local(word),
    };

    private string Local(string text)
    {
        foreach (var (name, secret) in Compose["secrets"]!.AsObject().OrderByDescending(s => s.Key.Length)) text = text.Replace(Secrets + name, _folder[(string)secret!["file"]!], StringComparison.Ordinal);
        return text;
    }

    private async Task MakeSecrets()
    {
        File.Copy(Path.Combine(Folder, "secrets.sh"), _folder["secrets.sh"]);
        (await Script()).Succeeded();
    }

    private Task<ProcessResult> Script(params string[] words) => Bash.File(_folder["secrets.sh"], words);

    /// <summary>Services with what they take over from the common part.</summary>
    private static IEnumerable<(string Name, JsonObject Service)> Services() => Compose["services"]!.AsObject().Select(s => (s.Key, Merged(s.Value!.AsObject())));

    private static JsonObject Merged(JsonObject service)
    {
        var whole = (JsonObject)service["<<"]!.DeepClone();
        foreach (var (key, value) in service.Where(s => s.Key != "<<")) whole[key] = value?.DeepClone();
        return whole;
    }

    private static IReadOnlyList<string> Words(JsonObject service) => [.. service["command"]!.AsArray().Select(w => (string)w!)];

    private static IReadOnlyList<string> Given(JsonObject service, string option) =>
        [.. Words(service).Where(w => w.StartsWith(option + "=", StringComparison.Ordinal)).Select(w => w[(option.Length + 1)..])];
}
