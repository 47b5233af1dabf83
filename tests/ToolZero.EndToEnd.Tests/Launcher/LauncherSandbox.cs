using System.Diagnostics;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Tests.Shared;

namespace ToolZero.EndToEnd.Tests.Launcher;

/// <summary>
/// The launcher in a tree of its own, where dotnet, ldd, apt-get, id, lscpu and true are small scripts that write down how they were called. So what the launcher
/// decides can be tested on any machine without changing it.
/// </summary>
internal sealed class LauncherSandbox : IDisposable
{
    private const string Dotnet = """
        echo "dotnet $*" >>"$FAKE/calls"
        case $1 in
          --list-sdks) echo "10.0.100 [/fake]" ;;
          nuget) echo "global-packages: $FAKE/packages/" ;;
          package)
            [[ -e $FAKE/feed-has-torchsharp ]] || exit 1
            for arch in x64 arm64; do
              mkdir -p "$5/torchsharp/${3#*@}/runtimes/linux-$arch/native"
              touch "$5/torchsharp/${3#*@}/runtimes/linux-$arch/native/libLibTorchSharp.so"
            done ;;
          restore) if [[ -e $FAKE/restore-error && $* != *TorchSet=nuget* ]]; then cat "$FAKE/restore-error"; exit 1; fi ;;
          build) mkdir -p "$FAKE/../src/ToolZero.Cli/bin/Release/net10.0"; touch "$FAKE/../src/ToolZero.Cli/bin/Release/net10.0/toolzero.dll" ;;
          test)
            while (($#)); do
              case $1 in --results-directory) results=$2 ;; trx*) trx=${1#*LogFileName=} ;; esac
              shift
            done
            cp "$FAKE/tests.trx" "$results/$trx"
            cat "$FAKE/tests.log"
            exit 1 ;;
          *) echo "${OPENBLAS_CORETYPE:-}" >"$FAKE/kernels"; echo "ran ${*:2}" ;;
        esac
        """;

    private const string NativeBuild = """
        if [[ ! -e $FAKE/libtorch ]]; then
          echo "compat/TorchSharp: LibTorch's headers are missing. Install it with" >&2
          exit 2
        fi
        """;

    private readonly TemporaryFolder _folder = new();

    public LauncherSandbox()
    {
        Directory.CreateDirectory(_folder["fake"]);
        Directory.CreateDirectory(_folder["src"]);
        Directory.CreateDirectory(_folder["compat/TorchSharp/native"]);
        Directory.CreateDirectory(_folder["tests/X.Tests"]);
        _folder.Write("tests/X.Tests/X.Tests.csproj", "");
        foreach (var name in (string[])["toolzero", "Directory.Packages.props", "global.json", ".editorconfig"])
            File.Copy(Path.Combine(SharedData.RepositoryRoot, name), _folder[name]);
        Script("compat/TorchSharp/native/build.sh", NativeBuild);
        Script("fake/dotnet", Dotnet);
        Script("fake/ldd", """cat "$FAKE/ldd.txt" """);
        Script("fake/apt-get", """echo "apt-get $*" >>"$FAKE/calls"; if [[ -e $FAKE/apt-error ]]; then cat "$FAKE/apt-error"; exit 100; fi; if [[ $1 == install ]]; then touch "$FAKE/libtorch"; fi""");
        Script("fake/id", """cat "$FAKE/user.txt" """);
        Script("fake/lscpu", """echo "Flags: $(cat "$FAKE/flags.txt")" """);
        Script("fake/true", """echo "Core: $(cat "$FAKE/core.txt")" >&2""");
        Given("flags.txt", "fpu sse2\n");
        Given("core.txt", "Haswell\n");
        Given("ldd.txt", "\tlinux-vdso.so.1\n");
        Given("user.txt", "0\n");
        Given("libtorch", "");
        Given("feed-has-torchsharp", "");
    }

    /// <summary>What the scripts were called with, in order.</summary>
    public IReadOnlyList<string> Calls => File.Exists(_folder["fake/calls"]) ? File.ReadAllLines(_folder["fake/calls"]) : [];

    public string? Chosen => File.Exists(_folder[".toolzero/torch-set.props"]) ? File.ReadAllText(_folder[".toolzero/torch-set.props"]) : null;

    /// <summary>The kernels that OpenBLAS was told to use; empty where it chooses itself.</summary>
    public string Kernels => File.ReadAllText(_folder["fake/kernels"]).Trim();

    /// <summary>Puts a file where the scripts look.</summary>
    public void Given(string name, string text) => _folder.Write($"fake/{name}", text);

    public void Without(string name) => File.Delete(_folder[$"fake/{name}"]);

    /// <summary>Runs a command that the launcher itself does not know.</summary>
    public Task<ProcessResult> Run(params (string Name, string Value)[] environment) => Launch(["tokenize", "a b"], environment);

    /// <summary>Runs a command of the launcher's own.</summary>
    public async Task<ProcessResult> Launch(string[] command, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", [_folder["toolzero"], .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in (string[])["LIBTORCH", "TOOLZERO_TORCH", "TOOLZERO_OFFLINE", "TOOLZERO_HOME", "DOTNET_ROOT", "OPENBLAS_CORETYPE"]) start.Environment.Remove(name);
        start.Environment["FAKE"] = _folder["fake"];
        start.Environment["PATH"] = $"{_folder["fake"]}:/usr/local/bin:/usr/bin:/bin";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(ToolZeroProcess.Deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return new ProcessResult(process.ExitCode, Lines(await output), Lines(await errors));
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void Script(string name, string body)
    {
        _folder.Write(name, $"#!/usr/bin/env bash\n{body}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
