using System.Diagnostics;

namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>Runs what an operator would type.</summary>
internal static class Bash
{
    /// <param name="script">Stops at the first command that fails.</param>
    /// <param name="variables">Of its environment.</param>
    public static Task<ProcessResult> Run(string script, params (string Name, string Value)[] variables) => Execute(["-euo", "pipefail", "-c", script], variables);

    public static Task<ProcessResult> File(string path, params string[] words) => Execute([path, .. words], []);

    private static async Task<ProcessResult> Execute(string[] arguments, (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("bash", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(ToolZeroProcess.Deadline);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
        await process.WaitForExitAsync(deadline.Token);
        return new ProcessResult(process.ExitCode, (await output).Split('\n'), (await errors).Split('\n'));
    }
}
