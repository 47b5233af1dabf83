using Akka.Actor;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;

namespace ToolZero.Actors.Runs;

/// <summary>How the run actor works.</summary>
/// <param name="Open">Opens the run; called once per incarnation, off the actor's thread.</param>
/// <param name="Node">Where it runs.</param>
/// <param name="Supervision">Restart limits of its children.</param>
/// <param name="Time">Clock of the restart limits.</param>
public sealed record RunServices(Func<IRunJob> Open, NodeId Node, SupervisionSettings Supervision, TimeProvider Time)
{
    /// <summary>Props of the actor that serves operators, child <c>admin</c>, by the run actor; null = none.</summary>
    public Func<IActorRef, Props>? Admin { get; init; }

    /// <summary>Weights leave the process: child <c>weights</c> says who fetches them from whom.</summary>
    public bool SendsWeights { get; init; }

    /// <summary>A full disk makes the run wait; without this it ends.</summary>
    public bool OutlivesDiskFaults { get; init; }

    /// <summary>How often a run that another process still holds is tried again; zero = it is refused at once.</summary>
    public int OpenRetries { get; init; }
}

/// <summary>Vocabulary of the run actor, besides that of its coordinator and of evaluations; nodes also tell it what happens there, as <see cref="RunEvent"/>.</summary>
public static class RunProtocol
{
    /// <summary>Node -> run. Answered by <see cref="RunConfigurationText"/>, and not at all while the run is not open.</summary>
    public sealed record GetRunConfiguration
    {
        public static GetRunConfiguration Instance { get; } = new();
    }

    /// <summary>Run -> node: all settings as HOCON.</summary>
    public sealed record RunConfigurationText(string Text);

    /// <summary>Local: those who watch a node -> the run, where it is. Answered by <see cref="RunStanding"/>.</summary>
    public sealed record GetRunStanding
    {
        public static GetRunStanding Instance { get; } = new();
    }

    /// <summary>Local: where the run is.</summary>
    /// <param name="Stage">On its way.</param>
    /// <param name="Fault">Why it cannot be opened or go on at the moment; null = it can.</param>
    public sealed record RunStanding(RunStage Stage, string? Fault);
}
