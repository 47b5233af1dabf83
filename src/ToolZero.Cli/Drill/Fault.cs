namespace ToolZero.Cli.Drill;

/// <summary>What is done to a cluster.</summary>
public enum FaultKind
{
    /// <summary>kill -9 of the process; its supervisor starts it again.</summary>
    Kill,

    /// <summary>SIGSTOP for a while, then SIGCONT: a node that is silent and comes back.</summary>
    Freeze,

    /// <summary>Every connection of the node is cut.</summary>
    DropConnections,

    /// <summary>What the node sends and receives is late for a while.</summary>
    DelayFrames,

    /// <summary>Single bytes of what the node receives are changed for a while.</summary>
    CorruptFrames,

    /// <summary>The ledger's file cannot grow for a while, as on a full disk.</summary>
    FullDisk,
}

/// <summary>One fault of a drill.</summary>
/// <param name="Number">From 1.</param>
/// <param name="At">Time since the drill began.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Role">Role of the node it is done to.</param>
/// <param name="Choice">Uniform in [0, 1): picks one of the nodes that have the role when the time has come.</param>
/// <param name="Lasts">How long it goes on; zero for what is done at once.</param>
public sealed record Fault(int Number, TimeSpan At, FaultKind Kind, string Role, double Choice, TimeSpan Lasts)
{
    /// <summary>"kill rollout", "freeze learner".</summary>
    public string Name => NameOf(Kind, Role);

    /// <summary>The name of such faults.</summary>
    public static string NameOf(FaultKind kind, string role) => kind switch
    {
        FaultKind.Kill => $"kill {role}",
        FaultKind.Freeze => $"freeze {role}",
        FaultKind.DropConnections => $"drop connections of {role}",
        FaultKind.DelayFrames => $"delay frames of {role}",
        FaultKind.CorruptFrames => $"corrupt frames of {role}",
        _ => "full disk under the ledger",
    };
}
