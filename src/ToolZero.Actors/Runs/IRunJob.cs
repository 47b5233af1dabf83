using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Weights;

namespace ToolZero.Actors.Runs;

/// <summary>A run that is open: its folder and ledger belong to one incarnation of the run actor, which closes them.</summary>
public interface IRunJob : IDisposable
{
    /// <summary>The settings that all nodes work by, as HOCON.</summary>
    string ConfigurationText { get; }

    /// <summary>What the coordinator works with.</summary>
    CoordinatorServices Coordinator { get; }

    /// <summary>How weights travel to other nodes.</summary>
    WeightsSettings Weights { get; }

    /// <summary>What the user should read when it begins.</summary>
    IReadOnlyList<string> Notices { get; }

    /// <summary>There are held-out tasks: a baseline and a final evaluation are part of the run.</summary>
    bool Evaluates { get; }

    /// <summary>Held-out result of the base model; null until it is known.</summary>
    EvaluationResult? Baseline { get; }

    /// <summary>The newest checkpoint.</summary>
    StoredCheckpoint? Latest { get; }

    void KeepBaseline(EvaluationResult result);

    /// <summary>What the run came to; writes summary.json when it is finished. Called after the coordinator has ended.</summary>
    RunResult Conclude(RunEnd end, EvaluationResult? final);
}

/// <summary>How a run ends.</summary>
/// <param name="Phase">Finished, stopped or failed.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsDataFault">It failed because of something outside of it: damaged input, a full disk. The reason is one line with the remedy.</param>
public sealed record RunEnd(RunPhase Phase, string Reason, bool IsDataFault = false);
