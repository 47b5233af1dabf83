using System.Text.RegularExpressions;
using System.Xml.Linq;
using ToolZero.Actors.Clustering;
using ToolZero.Cli.Hosting;
using ToolZero.Tests.Shared;
using ToolZero.Web.Hosting;

namespace ToolZero.EndToEnd.Tests.Deploy;

/// <summary>What can be said of the images without an engine that builds them: rules of Dockerfiles, and that what they name exists in this tree.</summary>
public sealed partial class ImageSpecs
{
    private static readonly string[] Targets = ["cpu", "cuda"];

    private static readonly IReadOnlyList<DockerInstruction> All = Dockerfile.Read();

    [Fact]
    public void Every_base_is_a_digest_in_a_variable()
    {
        var arguments = All.TakeWhile(i => i.Name == "ARG").Select(a => a.Text.Split('=', 2)).ToDictionary(a => a[0], a => a[1]);
        Assert.All(arguments.Values, image => Assert.Matches(PinnedImage(), image));
        var stages = All.Where(i => i.Name == "FROM").Select(i => i.Stage).ToList();
        foreach (var from in All.Where(i => i.Name == "FROM"))
        {
            var parent = from.Words[0];
            Assert.True(parent.StartsWith("${", StringComparison.Ordinal) ? arguments.ContainsKey(parent[2..^1]) : stages.TakeWhile(s => s != from.Stage).Contains(parent), from.Text);
        }
    }

    [Fact]
    public void The_bases_are_of_the_runtime_that_the_projects_ask_for()
    {
        var framework = XDocument.Load(At("Directory.Build.props")).Descendants("TargetFramework").Single().Value["net".Length..];
        Assert.All(All.TakeWhile(i => i.Name == "ARG"), a => Assert.Contains($":{framework}-", a.Text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void An_image_ends_as_a_user_by_number_and_starts_one_command(string target)
    {
        var chain = Chain(target);
        var user = chain.Last(i => i.Name == "USER").Text.Split(':');
        Assert.Equal("USER", chain[^1].Name);
        Assert.Equal(UserOfChart(), user[0]);
        Assert.Equal(["toolzero"], chain.Single(i => i.Name == "ENTRYPOINT").Exec);
        Assert.StartsWith("[", chain.Single(i => i.Name == "CMD").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_fetched_past_the_builder_and_nothing_is_left_behind()
    {
        Assert.DoesNotContain(All, i => i.Name is "ADD" or "MAINTAINER" or "VOLUME" or "ONBUILD" or "SHELL");
        foreach (var run in All.Where(i => i.Name == "RUN").Select(i => i.Text))
        {
            Assert.DoesNotMatch(@"\b(sudo|curl|wget|ssh|chmod 777)\b", run);
            if (run.Contains("apt-get install", StringComparison.Ordinal))
            {
                Assert.Contains("--no-install-recommends", run, StringComparison.Ordinal);
                Assert.Contains("rm -rf /var/lib/apt/lists", run, StringComparison.Ordinal);
            }

            Assert.DoesNotContain("apt-get upgrade", run, StringComparison.Ordinal);
        }

        Assert.All(All.Where(i => i.Name == "WORKDIR"), w => Assert.StartsWith("/", w.Text, StringComparison.Ordinal));
        Assert.DoesNotContain(All, i => i.Name is "ARG" or "ENV" && Secretive().IsMatch(i.Text));
    }

    [Fact]
    public void Everything_that_is_copied_exists_and_is_part_of_what_the_builder_is_sent()
    {
        var sent = File.ReadLines(At(".dockerignore")).Where(l => l.StartsWith('!')).Select(l => l[1..]).ToList();
        Assert.Equal("*", File.ReadLines(At(".dockerignore")).First(l => l.Length > 0 && l[0] != '#'));
        Assert.All(sent, name => Assert.True(Path.Exists(At(name)), $".dockerignore: there is no {name}"));
        var copied = All.Where(i => i.Name == "COPY" && i.Option("from") is null).SelectMany(i => i.Words.SkipLast(1)).ToList();
        Assert.Equal(sent.Order(StringComparer.Ordinal), copied.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void An_image_holds_what_is_published_with_its_own_package_of_Torch(string target)
    {
        var copy = Chain(target).Single(i => i.Name == "COPY" && i.Option("from") is not null);
        var publish = Chain(copy.Option("from")!).Single(i => i.Name == "RUN");
        Assert.Equal(["dotnet", "publish"], publish.Words.Take(2));
        Assert.True(File.Exists(At(publish.Words[2])), publish.Words[2]);
        Assert.Equal("toolzero", XDocument.Load(At(publish.Words[2])).Descendants("AssemblyName").Single().Value);
        Assert.Equal(publish.Words[^1], copy.Words[^2]);
        Assert.Equal("-o", publish.Words[^2]);
        Assert.Contains("Release", publish.Words);

        var properties = publish.Words.Where(w => w.StartsWith("-p:", StringComparison.Ordinal)).Select(w => w[3..].Split('=')).ToDictionary(p => p[0], p => p[1]);
        var known = XDocument.Load(At("Directory.Build.props")).Descendants("PropertyGroup").Elements().Select(e => e.Name.LocalName).ToList();
        Assert.All(properties.Keys.Except(["Version"]), p => Assert.Contains(p, known));
        Assert.Equal("nuget", properties["TorchSet"]);
        Assert.Equal(target == "cuda" ? "TorchSharp-cuda-linux" : "TorchSharp-cpu", properties["TorchPackage"]);
        Assert.Contains(properties["TorchPackage"], XDocument.Load(At("Directory.Packages.props")).Descendants("PackageVersion").Select(p => (string?)p.Attribute("Include")));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void The_command_is_found_and_finds_its_configuration_and_the_shipped_model(string target)
    {
        var chain = Chain(target);
        var variables = chain.Where(i => i.Name == "ENV").SelectMany(i => i.Words).Select(w => w.Split('=', 2)).ToDictionary(v => v[0], v => v[1].Trim('"'));
        var program = chain.Single(i => i.Name == "COPY" && i.Option("from") is not null).Words[^1];
        Assert.Equal(program, variables["PATH"].Split(':')[0]);
        foreach (var (folder, file) in new[] { ("hocon", "toolzero.conf"), ("models", "tiny-zero/config.json") })
        {
            Assert.True(File.Exists(At(Path.Combine(folder, file))));
            Assert.Contains(chain, i => i.Name == "COPY" && i.Words.SequenceEqual([folder, $"{variables["TOOLZERO_HOME"]}/{folder}"]));
        }
    }

    [Fact]
    public void The_health_check_is_a_command_of_the_product_at_the_port_of_the_chart()
    {
        var check = All.Single(i => i.Name == "HEALTHCHECK");
        Assert.Equal("toolzero", check.Exec[0]);
        using var output = new StringWriter();
        Assert.Empty(CommandLineApp.Root(new CommandContext(output, output, TimeProvider.System, IsTerminal: false, default)).Parse([.. check.Exec.Skip(1)]).Errors);
        int[] ports = [ClusterAddress.DefaultPort, ClusterAddress.DefaultPort + 1, WebSettings.DefaultPort];
        Assert.Equal(ports, All.Single(i => i.Name == "EXPOSE").Words.Select(int.Parse));
        var values = Manifests.Read(File.ReadAllText(Path.Combine(Helm.Chart, "values.yaml"))).Single();
        Assert.Equal(ports, new[] { "remoting", "weights", "http" }.Select(name => (int)(long)values["ports"]![name]!));
    }

    [Fact]
    public void Chart_and_images_are_of_one_version()
    {
        var version = (string)Manifests.Read(File.ReadAllText(Path.Combine(Helm.Chart, "Chart.yaml"))).Single()["appVersion"]!;
        Assert.All(All.Where(i => i.Name == "ARG" && i.Text.StartsWith("VERSION", StringComparison.Ordinal)), a => Assert.Equal("VERSION=" + version, a.Text));
        var image = Manifests.Read(File.ReadAllText(Path.Combine(Helm.Chart, "values.yaml"))).Single()["image"]!;
        Assert.Equal((version, version + "-cuda"), ((string)image["tag"]!, (string)image["cudaTag"]!));
    }

    public static TheoryData<string> Ends => [.. Targets];

    /// <summary>Instructions of a stage and of those that it is made from.</summary>
    private static List<DockerInstruction> Chain(string stage)
    {
        var own = All.Where(i => i.Stage == stage).ToList();
        var parent = own[0].Words[0];
        return parent.StartsWith("${", StringComparison.Ordinal) ? own : [.. Chain(parent), .. own];
    }

    private static string UserOfChart() => Regex.Match(File.ReadAllText(Path.Combine(Helm.Chart, "templates", "_helpers.tpl")), @"runAsUser: (\d+)").Groups[1].Value;

    private static string At(string name) => Path.Combine(SharedData.RepositoryRoot, name);

    [GeneratedRegex("^[a-z0-9./-]+:(?!latest)[A-Za-z0-9_.-]+@sha256:[0-9a-f]{64}$")]
    private static partial Regex PinnedImage();

    [GeneratedRegex("(password|secret|token|api_?key)", RegexOptions.IgnoreCase)]
    private static partial Regex Secretive();
}
