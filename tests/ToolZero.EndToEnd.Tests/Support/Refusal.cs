namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>How the command answers to input that it cannot use.</summary>
internal static class Refusal
{
    /// <summary>
    /// Exit code 2, nothing on standard output, exactly one line on standard error that holds every one of <paramref name="mentions"/>: what is wrong,
    /// where, and what to do.
    /// </summary>
    public static async Task AssertRefused(string[] arguments, params string[] mentions) => AssertRefused(await ToolZeroProcess.Run(arguments), mentions);

    public static void AssertRefused(ProcessResult result, params string[] mentions)
    {
        Assert.True(result.ExitCode == 2, result.All);
        Assert.True(result.Output.Count == 0, result.All);
        Assert.True(result.Errors.Count == 1, result.All);
        Assert.StartsWith("toolzero", result.Errors[0], StringComparison.Ordinal);
        Assert.InRange(result.Errors[0].Length, 1, 600);
        Assert.All(mentions, mention => Assert.Contains(mention, result.Errors[0], StringComparison.Ordinal));
    }

    /// <summary>A refused run leaves the folder of runs as it was: nothing in it, or not even made.</summary>
    public static void AssertUntouched(string runs) =>
        Assert.Empty(Directory.Exists(runs) ? Directory.EnumerateFileSystemEntries(runs, "*", SearchOption.AllDirectories) : []);
}
