using ToolZero.Actors.Admin;
using ToolZero.Cli.Tests.Support;

namespace ToolZero.Cli.Tests.Commands;

public sealed class AdminCommandSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Alone_it_lists_every_command_with_examples()
    {
        var run = await CommandRun.Of("admin");
        Assert.Equal(0, run.Code);
        Assert.All(AdminVerbs.All, verb => Assert.Contains($"  {verb.Usage}", run.Out, StringComparison.Ordinal));
        Assert.Contains("toolzero admin status --watch", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown command puase: did you mean pause?", "puase")]
    [InlineData("there is no key learner.learnin-rate; did you mean learner.learning-rate?", "set", "learner.learnin-rate", "1")]
    [InlineData("expected a number from 0 to 1", "set", "learner.learning-rate", "fast")]
    [InlineData("ROLE=N", "scale", "rollout")]
    [InlineData("--timeout soon: expected a duration", "status", "--timeout", "soon")]
    [InlineData("give one of them", "status", "--run", "a", "--cluster", "b:1")]
    public async Task Wrong_words_are_one_line_and_exit_code_2_before_anybody_is_asked(string mention, params string[] words)
    {
        var run = await CommandRun.Of(["admin", .. words]);
        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains(mention, Assert.Single(run.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_cluster_it_says_how_to_name_or_start_one()
    {
        var run = await CommandRun.Of("admin", "status", "--runs", _folder.Path);
        Assert.Equal(2, run.Code);
        Assert.Contains("toolzero up", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_run_is_answered_by_the_runs_there_are()
    {
        Cluster("quickstart", 1);
        Cluster("overnight", 1);
        Assert.Contains("say which with --run", (await CommandRun.Of("admin", "status", "--runs", _folder.Path)).Error, StringComparison.Ordinal);
        Assert.Contains("did you mean quickstart?", (await CommandRun.Of("admin", "status", "--runs", _folder.Path, "--run", "quikstart")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_is_gone_is_not_reachable_and_exit_code_2()
    {
        Cluster("quickstart", 1);
        var run = await CommandRun.Of("admin", "status", "--runs", _folder.Path);
        Assert.Equal(2, run.Code);
        Assert.Contains("no cluster answers: 127.0.0.1:1: Connection refused", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"outcome\": \"unreachable\"", (await CommandRun.Of("admin", "status", "--json", "--runs", _folder.Path)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_node_needs_a_secret()
    {
        var run = await CommandRun.Of("admin", "status", "--cluster", "127.0.0.1:1");
        Assert.Equal(2, run.Code);
        Assert.Contains("--secret-file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_named_before_anybody_is_asked()
    {
        Cluster("quickstart", 1);
        var file = Path.Combine(_folder.Path, "operator.pfx");
        File.WriteAllText(file, "no certificate");
        var run = await CommandRun.Of("admin", "status", "--runs", _folder.Path, "--tls-certificate", file);
        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains($"--tls-certificate {file}: cannot be read", Assert.Single(run.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Cluster(string name, int port)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "cluster.json"), $$"""{ "address": "127.0.0.1:{{port}}" }""");
        AdminSecret.LoadOrCreate(Path.Combine(folder, AdminSecret.FileName));
    }
}
