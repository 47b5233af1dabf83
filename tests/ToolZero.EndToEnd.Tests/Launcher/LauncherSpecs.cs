using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Launcher;

public sealed class LauncherSpecs : IDisposable
{
    private const string Install = "apt-get install --no-install-recommends libtorch-dev libopenblas0-pthread g++";

    private readonly LauncherSandbox _sandbox = new();

    public LauncherSpecs() => Skip.IfNot(OperatingSystem.IsLinux(), "the launcher is a bash script for Linux");

    public void Dispose() => _sandbox.Dispose();

    [SkippableFact]
    public async Task The_published_TorchSharp_is_taken_where_its_native_part_loads()
    {
        var result = (await _sandbox.Run()).Succeeded();
        Assert.Equal("ran tokenize a b", result.Text);
        Assert.Contains("toolzero: torch set: nuget (the published TorchSharp)", result.Errors);
        Assert.Contains("<TorchSet>nuget</TorchSet>", _sandbox.Chosen, StringComparison.Ordinal);
        Assert.Contains(_sandbox.Calls, c => c.StartsWith("dotnet restore", StringComparison.Ordinal) && c.Contains("-p:TorchSet=nuget", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task The_stand_in_is_taken_where_the_native_part_needs_newer_libraries()
    {
        NeedsOpenBlas();
        _sandbox.Given("ldd.txt", "x.so: /lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by x.so)\n\tlibtorch.so => not found\n");
        var result = (await _sandbox.Run()).Succeeded();
        Assert.Contains(result.Errors, e => e.StartsWith("toolzero: torch set: compat", StringComparison.Ordinal) && e.Contains("needs GLIBCXX_3.4.32, which", StringComparison.Ordinal));
        Assert.Contains("<TorchSet>compat</TorchSet>", _sandbox.Chosen, StringComparison.Ordinal);

        // LibTorch's 128 MB are not even asked for.
        Assert.DoesNotContain(_sandbox.Calls, c => c.Contains("-p:TorchSet=nuget", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task The_stand_in_is_taken_where_the_feed_lacks_TorchSharp()
    {
        NeedsOpenBlas();
        _sandbox.Without("feed-has-torchsharp");
        Assert.Contains((await _sandbox.Run()).Succeeded().Errors, e => e.Contains("torch set: compat", StringComparison.Ordinal) && e.Contains("the feed does not give TorchSharp", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task The_environment_chooses_without_trying()
    {
        (await _sandbox.Run(("TOOLZERO_TORCH", "nuget"))).Succeeded();
        Assert.DoesNotContain(_sandbox.Calls, c => c.StartsWith("dotnet package", StringComparison.Ordinal));
        Assert.Equal(2, (await _sandbox.Run(("TOOLZERO_TORCH", "both"))).ExitCode);
    }

    [SkippableFact]
    public async Task What_the_feed_lacks_is_named_in_one_line()
    {
        _sandbox.Given("restore-error", """
            /t/a.csproj : error NU1102: Unable to find package MessagePack with version (>= 3.1.12)
            /t/a.csproj : error NU1101: Unable to find package Akka. No packages exist with this id in source(s): nuget.org
            /t/b.csproj : error NU1101: Unable to find package Akka. No packages exist with this id in source(s): nuget.org

            """);
        var result = await _sandbox.Run(("TOOLZERO_TORCH", "nuget"));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("the package feed lacks Akka, MessagePack >= 3.1.12:", result.Errors[^1], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_feed_that_does_not_answer_is_named_too()
    {
        _sandbox.Given("restore-error", "/t/a.csproj : error NU1301: Unable to load the service index for source https://feed.example/v3/index.json.\n");
        var result = await _sandbox.Run(("TOOLZERO_TORCH", "nuget"));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("https://feed.example/v3/index.json", result.Errors[^1], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Root_installs_what_the_stand_in_needs_once()
    {
        NeedsOpenBlas();
        _sandbox.Without("libtorch");
        (await _sandbox.Run(("TOOLZERO_TORCH", "compat"))).Succeeded();
        Assert.Contains("apt-get update -q", _sandbox.Calls);
        Assert.Single(_sandbox.Calls, c => c.StartsWith("apt-get install -y", StringComparison.Ordinal) && c.EndsWith("libtorch-dev libopenblas0-pthread g++", StringComparison.Ordinal));
        (await _sandbox.Run()).Succeeded();
        Assert.Single(_sandbox.Calls, c => c.StartsWith("apt-get install", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("1000\n", "", "")]
    [InlineData("0\n", "1", "")]
    [InlineData("0\n", "", "E: Unable to locate package libtorch-dev\n")]
    public async Task Where_nothing_may_or_can_be_installed_the_command_to_do_so_is_printed(string user, string offline, string aptError)
    {
        NeedsOpenBlas();
        _sandbox.Without("libtorch");
        _sandbox.Given("user.txt", user);
        if (aptError.Length > 0) _sandbox.Given("apt-error", aptError);
        var result = await _sandbox.Run(("TOOLZERO_TORCH", "compat"), ("TOOLZERO_OFFLINE", offline));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(result.Errors, e => e.Contains("LibTorch's headers are missing", StringComparison.Ordinal));
        Assert.Contains(result.Errors, e => e.Contains(Install, StringComparison.Ordinal));
        Assert.Equal(aptError.Length > 0, _sandbox.Calls.Any(c => c.StartsWith("apt-get", StringComparison.Ordinal)));
        if (aptError.Length > 0) Assert.Contains(result.Errors, e => e.Contains(aptError.Trim(), StringComparison.Ordinal));
        Assert.Null(_sandbox.Chosen);
    }

    [SkippableFact]
    public async Task Offline_no_feed_is_asked()
    {
        NeedsOpenBlas();
        Assert.Contains((await _sandbox.Run(("TOOLZERO_OFFLINE", "1"))).Succeeded().Errors, e => e.Contains("TOOLZERO_OFFLINE is set, and NuGet's folder lacks TorchSharp", StringComparison.Ordinal));
        Assert.DoesNotContain(_sandbox.Calls, c => c.StartsWith("dotnet package", StringComparison.Ordinal));
        Assert.All(_sandbox.Calls.Where(c => c.StartsWith("dotnet restore", StringComparison.Ordinal)), c => Assert.Contains("--source", c, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_second_command_neither_chooses_nor_builds_again()
    {
        (await _sandbox.Run()).Succeeded();
        var before = _sandbox.Calls.Count;
        var result = (await _sandbox.Run()).Succeeded();
        Assert.Empty(result.Errors);
        Assert.Single(_sandbox.Calls.Skip(before));
    }

    /// <summary>OpenBLAS 0.3.21 multiplies at a fifth of the rate on a processor of 2023 that it does not know.</summary>
    [SkippableTheory]
    [InlineData("compat", "Prescott", "sse2 fma avx2 avx512f avx512dq avx512cd avx512bw avx512vl", "SKYLAKEX")]
    [InlineData("compat", "Prescott", "sse2 fma avx2 avx512f", "HASWELL")]
    [InlineData("compat", "Prescott", "sse2 avx", "")]
    [InlineData("compat", "Zen", "sse2 fma avx2", "")]
    [InlineData("nuget", "Prescott", "sse2 fma avx2", "")]
    public async Task An_OpenBLAS_that_does_not_know_the_processor_is_told_which_kernels_fit(string set, string core, string flags, string kernels)
    {
        NeedsOpenBlas();
        _sandbox.Given("core.txt", core + "\n");
        _sandbox.Given("flags.txt", flags + "\n");
        (await _sandbox.Run(("TOOLZERO_TORCH", set))).Succeeded();
        Assert.Equal(kernels, _sandbox.Kernels);
        (await _sandbox.Run(("OPENBLAS_CORETYPE", "NEHALEM"))).Succeeded();
        Assert.Equal("NEHALEM", _sandbox.Kernels);
    }

    /// <summary>A failed wait of a cluster says hundreds of lines; what comes last must come.</summary>
    [SkippableFact]
    public async Task A_failed_test_that_says_much_is_shown_with_begin_and_end_and_the_last_line_counts()
    {
        _sandbox.Given("tests.trx", """<Counters total="9" executed="8" passed="6" failed="2" error="0" timeout="0" aborted="0" />""");
        var much = Enumerable.Range(1, 20_000).Select(n => $"said {n}");
        _sandbox.Given("tests.log", string.Join('\n', ["Test run for X.dll", "  Failed X.First [3 s]", .. much, "  Failed X.Second [1 s]", "  Error Message:", "   short", ""]));
        var result = await _sandbox.Launch(["test"], ("TOOLZERO_TORCH", "nuget"));
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("6 passed, 2 failed, 1 skipped", result.Output[^1]);
        Assert.Equal(["  Failed X.First [3 s]", "said 1"], result.Output.Take(2));
        Assert.Contains("    ... 19941 lines, see .toolzero/tests ...", result.Output);
        Assert.Contains("said 20000\n  Failed X.Second [1 s]\n  Error Message:\n   short\n", result.Text, StringComparison.Ordinal);
    }

    // The launcher looks for it before anything else of the stand-in.
    private static void NeedsOpenBlas() => Skip.IfNot(
        Directory.Exists("/usr/lib") && Directory.EnumerateDirectories("/usr/lib").Any(d => File.Exists(Path.Combine(d, "openblas-pthread", "libblas.so.3"))),
        "libopenblas0-pthread is not installed");
}
