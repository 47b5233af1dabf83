using System.Globalization;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Weights;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;

namespace ToolZero.Bench.Cluster;

/// <summary>Trains in no time, so that the coordinator is what is measured.</summary>
internal sealed class IdleTrainer(StoredCheckpoint? checkpoint) : IPolicyTrainer
{
    public long Steps { get; private set; } = checkpoint?.State.Step ?? 0;

    public StepReport Train(TrainingBatch batch)
    {
        Steps = batch.Step + 1;
        return new StepReport(batch.Step, true, 0, 0, batch.LearningRate, 0, 0, 0, 0, 1, 0, 0, 0, 0, batch.Groups.Length, 0, 0, 0, 1, 0, 0);
    }

    public PolicySnapshot Snapshot(long epoch) => new(new PolicyVersion(Steps), new MemoryStream(), epoch);

    public string Save(string folder)
    {
        var weights = Steps.ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Combine(folder, "weights"), weights);
        return weights;
    }

    public void Dispose()
    {
    }
}
