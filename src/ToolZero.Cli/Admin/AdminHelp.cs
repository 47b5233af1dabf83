using ToolZero.Actors.Admin;

namespace ToolZero.Cli.Admin;

/// <summary>What <c>toolzero admin</c> alone says.</summary>
internal static class AdminHelp
{
    private static readonly string[] Examples =
    [
        "toolzero admin status --watch",
        "toolzero admin --run quickstart rollouts",
        "toolzero admin set learner.learning-rate 2e-4",
        "toolzero admin scale rollout=4 --timeout 2m",
        "toolzero admin --cluster 10.0.0.5:4100 --secret-file ~/toolzero.secret checkpoint",
        "toolzero admin ledger --json | jq .balanced",
    ];

    public static void Write(TextWriter to)
    {
        to.WriteLine("Asks a running cluster what it does, and commands it. A command has been applied when this says so.");
        to.WriteLine();
        to.WriteLine("Usage: toolzero admin [--run NAME | --cluster HOST:PORT] [options] COMMAND");
        to.WriteLine();
        var width = AdminVerbs.All.Max(v => v.Usage.Length) + 2;
        foreach (var group in AdminVerbs.All.GroupBy(IsQuery))
        {
            to.WriteLine(group.Key ? "Ask:" : "Command:");
            foreach (var verb in group) to.WriteLine($"  {verb.Usage.PadRight(width)}{verb.Summary}");
            to.WriteLine();
        }

        to.WriteLine("Examples:");
        foreach (var example in Examples) to.WriteLine($"  {example}");
        to.WriteLine();
        to.WriteLine("Exit code 0: applied or answered, 1: refused, 2: wrong input, secret or address, 3: not applied in time. Options: toolzero admin --help");
    }

    private static bool IsQuery(AdminVerb verb) => AdminVerbs.Read([.. verb.Example.Split(' ')]) is AdminReading.Command { Value.IsQuery: true };
}
