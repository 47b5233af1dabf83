using System.Collections.Immutable;
using static ToolZero.Actors.Admin.AdminArguments;
using Command = ToolZero.Actors.Admin.OperatorCommand;

namespace ToolZero.Actors.Admin;

/// <summary>All commands, in the order of the help; client and cluster read them by this table. Pure.</summary>
public static class AdminVerbs
{
    /// <summary>Most samples or audit entries that one answer has.</summary>
    public const int MaxRows = 100;

    private const int DefaultSamples = 3;
    private const int DefaultAudit = 20;
    private const int MaxWordLength = 256;

    public static ImmutableArray<AdminVerb> All { get; } =
    [
        Plain("What the run does, how far it is, and what it waits for.", new Command.Show(AdminSubject.Status)),
        Plain("The cluster's processes: roles, health, cores, memory, devices.", new Command.Show(AdminSubject.Nodes)),
        Plain("Every actor that works for the run, its health and restarts.", new Command.Show(AdminSubject.Workers)),
        Plain("What each rollout worker does and waits for.", new Command.Show(AdminSubject.Rollouts)),
        Plain("Groups and tokens by state, and whether they balance.", new Command.Show(AdminSubject.Ledger)),
        new("samples", "[N]", "The newest N trained samples with their rewards.", "samples 5",
            words => Count(words, "samples", DefaultSamples, n => new Command.Samples(n))),
        Plain("Grant no more work and train no further step.", new Command.Pause()),
        Plain("Go on after a pause.", new Command.Resume()),
        new("drain", "[WORKER|NODE]", "Let a worker or a node finish its work and leave; without a name, end the run in a checkpoint.", "drain rollout-2", Drain),
        new("add", "ROLE [NODE]", "Start one more rollout or reward worker.", "add rollout", Add),
        new("remove", "WORKER", "Stop a worker at once; its work goes to another one.", "remove rollout-2",
            words => Name(words, "remove", "WORKER", n => new Command.Remove(n))),
        new("scale", "ROLE=N", "Add or drain workers until there are N of a role.", "scale rollout=4", Scale),
        Plain("Write a checkpoint at the next step boundary.", new Command.Checkpoint()),
        new("rollback", "STEP", "Go back to the checkpoint of STEP steps and train on from there.", "rollback 120", Rollback),
        new("set", "KEY VALUE", "Change a setting of the running run, from the next step on.", "set learner.learning-rate 2e-4", Set),
        new("quarantine", "list|retry|drop [GROUP …]", "Show the groups that were given up, train them after all, or drop them.", "quarantine retry 17 23", Quarantine),
        new("audit", "[N]", "The newest N entries of the audit trail.", "audit 50", words => Count(words, "audit", DefaultAudit, n => new Command.Audit(n))),
        Plain("End the run in a checkpoint and take the cluster down.", new Command.Stop()),
    ];

    public static AdminVerb? Find(string name) => All.FirstOrDefault(v => v.Name == name);

    /// <summary>What the words mean; a fault names the nearest thing that could have been meant.</summary>
    public static AdminReading Read(ImmutableArray<string> words)
    {
        if (words.IsDefaultOrEmpty) return new AdminReading.Fault($"a command is missing, expected one of {string.Join(", ", All.Select(v => v.Name))}");
        if (words.Any(w => w.Length > MaxWordLength || w.Any(char.IsControl)))
            return new AdminReading.Fault($"a word has control characters or more than {MaxWordLength} characters");
        return Find(words[0]) is { } verb ? verb.Read(words[1..]) : Unknown("command", words[0], All.Select(v => v.Name));
    }

    private static AdminVerb Plain(string summary, OperatorCommand command) => new(command.Text, "", summary, command.Text, words => None(words, command));
}
