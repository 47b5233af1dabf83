using System.Globalization;
using System.Text.Json;
using System.Diagnostics;
using ToolZero.Actors.Admin;

namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>Somebody with a shell and the secret of a local cluster: each command is a process of its own.</summary>
/// <param name="runs">Folder of the runs.</param>
/// <param name="run">Name of the run.</param>
internal sealed class Operator(string runs, string run)
{
    public const string Name = "olga";

    /// <summary>What the command comes to.</summary>
    public async Task<ProcessResult> Give(params string[] words) =>
        await ToolZeroProcess.Run(["admin", "--runs", runs, "--run", run, "--operator", Name, "--timeout", "2m", "--json", .. words]);

    /// <summary>The same with a secret that is not the cluster's.</summary>
    public async Task<ProcessResult> GiveWith(string secret, params string[] words)
    {
        var file = Path.Combine(runs, "other.secret");
        if (!File.Exists(file)) AdminSecret.LoadOrCreate(file);
        Assert.NotEqual(File.ReadAllText(file), File.ReadAllText(secret));
        return await Give(["--secret-file", file, .. words]);
    }

    public async Task<JsonElement> Ask(params string[] words) => (await Give(words)).Succeeded().Json;

    /// <summary>A command that must be in force when it has ended.</summary>
    public async Task<JsonElement> Command(params string[] words)
    {
        var reply = await Ask(words);
        Assert.Equal("applied", reply.GetProperty("outcome").GetString());
        return reply;
    }

    /// <summary>Asks until nobody is missing in the answer: a busy machine answers late, and what is not known is named then.</summary>
    public async Task<JsonElement> Whole(params string[] words)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await Ask(words);
            var missing = answer.GetProperty("missing");
            if (missing.GetArrayLength() == 0) return answer;
            if (Stopwatch.GetElapsedTime(start) > ToolZeroProcess.Deadline) throw new TimeoutException($"{string.Join(' ', words)}: {missing}");
        }
    }

    public async Task<JsonElement> Status() => await Ask("status");

    /// <summary>Asks for the status until it shows what is waited for.</summary>
    public async Task<JsonElement> Until(string what, Func<JsonElement, bool> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var reply = await Give("status");
            if (reply.ExitCode == 2) throw new InvalidOperationException($"waited for {what}: {reply.All}");
            if (reply.ExitCode == 0 && condition(reply.Json)) return reply.Json;
            if (Stopwatch.GetElapsedTime(start) > ToolZeroProcess.Deadline)
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"waited {ToolZeroProcess.Deadline.TotalSeconds} s for {what}: {reply.All}"));
        }
    }
}
