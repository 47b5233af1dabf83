using ToolZero.Core.Metrics;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>Receives every step before the ledger marks it trained; after a crash in between, the same step once more.</summary>
public interface IStepLog
{
    void Append(StepMetrics metrics, TrainingBatch batch);
}
