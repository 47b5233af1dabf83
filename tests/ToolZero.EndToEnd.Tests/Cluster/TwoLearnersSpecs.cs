using System.Globalization;
using System.Text.Json;
using ToolZero.Actors.Admin;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Cluster;

/// <summary>A second learner comes, and is killed, while a run trains.</summary>
public sealed class TwoLearnersSpecs : IDisposable
{
    private const string Run = "two-learners";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort.Take();

    private string Secret => _folder["secret"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_newer_one_trains_the_other_stands_by_beside_its_rollouts_and_takes_over_when_it_is_gone()
    {
        AdminSecret.LoadOrCreate(Secret);
        await using var west = ToolZeroProcess.Start(
        [
            "node", "--role", "coordinator,learner,rollout,reward", "--name", "west", "--port", Text(_port), "--secret-file", Secret,
            .. SmallRun.Arguments(_folder.Path, Run, "--steps", "100000").Skip(2).Select(word => word == "--name" ? "--run" : word),
        ]);
        var begun = await Until(west, "steps of the first learner", s => Learner(s) == "west/learner" && Step(s) >= 3);

        await using (var east = ToolZeroProcess.Start(["node", "--role", "learner", "--name", "east", "--port", Text(FreePort.Take()), "--join", $"127.0.0.1:{_port}"]))
        {
            // The rollout worker beside the first learner has the weights of the second one from then on.
            var taken = await Until(west, "the second learner", s => Learner(s) == "east/learner");
            await Until(west, "steps of the second learner", s => Learner(s) == "east/learner" && Step(s) >= Math.Max(Step(begun), Step(taken)) + 5);
            await east.Kill();
        }

        var lost = await Until(west, "the first learner again", s => Learner(s) == "west/learner");
        Assert.Equal(3, lost.GetProperty("epochs").GetProperty("learner").GetInt64());
        await Until(west, "steps of the first learner again", s => Step(s) >= Step(lost) + 5);
        Assert.Equal(0, (await Ask("stop")).ExitCode);
        (await west.End()).Succeeded();
        using var ledger = new LedgerFile(new RunFiles(_folder[Run]).Ledger);
        ledger.AssertBalanced();
        (await ToolZeroProcess.Run(["replay", _folder[Run]])).Succeeded();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Learner(JsonElement status) =>
        status.GetProperty("learner") is { ValueKind: JsonValueKind.Object } learner ? learner.GetProperty("name").GetString()!.Split('#')[0] : null;

    private static long Step(JsonElement status) => status.GetProperty("step").GetInt64();

    private Task<ProcessResult> Ask(params string[] words) =>
        ToolZeroProcess.Run(["admin", "--cluster", $"127.0.0.1:{_port}", "--secret-file", Secret, "--timeout", "1m", "--json", .. words]);

    private async Task<JsonElement> Until(ToolZeroProcess node, string what, Func<JsonElement, bool> condition)
    {
        var (last, found) = ("", default(JsonElement));
        await node.Until(
            what,
            async () =>
            {
                var reply = await Ask("status");
                last = reply.All;
                found = reply.ExitCode == 0 ? reply.Json : default;
                return reply.ExitCode == 0 && condition(found);
            },
            () => last);
        return found;
    }
}
