using ToolZero.Core.Metrics;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>Receives every step together with the ledger's mark that it is trained; after a crash in between, the same step once more.</summary>
public interface IStepLog
{
    void Append(StepMetrics metrics, TrainingBatch batch);

    /// <summary>Forgets this step and all later ones: they are trained anew.</summary>
    void KeepBefore(long step);
}
