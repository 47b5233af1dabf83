using ToolZero.Actors.Hosting;
using ToolZero.Actors.Weights;

namespace ToolZero.Actors.Evaluation;

/// <summary>Evaluates a policy snapshot; the weights are only read.</summary>
public delegate Task<EvaluationResult> EvaluateSnapshot(PolicySnapshot snapshot, CancellationToken cancellation);

/// <summary>Evaluates the model of a folder; "" = the base model.</summary>
public delegate Task<EvaluationResult> EvaluateFolder(string folder, CancellationToken cancellation);

/// <summary>How an evaluation actor works.</summary>
/// <param name="EverySteps">Versions between two evaluations on the way; 0 = none.</param>
/// <param name="Snapshot">For those on the way.</param>
/// <param name="Folder">For those that the run asks for.</param>
/// <param name="Period">Of its greeting and of repeated deliveries.</param>
public sealed record EvaluationServices(int EverySteps, EvaluateSnapshot Snapshot, EvaluateFolder Folder, TimeSpan Period);

/// <summary>Vocabulary of the evaluation actor, which works where the learner is, and of the run, which wants its results.</summary>
public static class EvaluationProtocol
{
    /// <summary>Names of evaluations: before training, on the way, after it.</summary>
    public const string Baseline = "baseline";

    /// <inheritdoc cref="Baseline"/>
    public const string OnTheWay = "training";

    /// <inheritdoc cref="Baseline"/>
    public const string Final = "final";

    /// <summary>Evaluation -> run, repeated while it is idle: answered by <see cref="Evaluate"/> when the run wants something.</summary>
    public sealed record EvaluatorIdle
    {
        public static EvaluatorIdle Instance { get; } = new();
    }

    /// <summary>Run -> evaluation.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Step">Steps in the weights.</param>
    /// <param name="Folder">Checkpoint; "" = the base model.</param>
    public sealed record Evaluate(string Name, long Step, string Folder);

    /// <summary>Evaluation -> run, repeated until it is taken.</summary>
    public sealed record Evaluated(string Name, long Step, EvaluationResult Result);

    /// <summary>Evaluation -> run: it cannot be done, in one line.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Step">Steps in the weights.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="IsDataFault">Because of damaged input.</param>
    public sealed record EvaluationFailed(string Name, long Step, string Reason, bool IsDataFault);

    /// <summary>Run -> evaluation: the result is safe, forget it.</summary>
    public sealed record EvaluationTaken(string Name, long Step);
}
