using ToolZero.Actors.Learner;
using ToolZero.Actors.Weights;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;

namespace ToolZero.Web.Tests.Support;

/// <summary>A policy without weights, whose steps and loading take as long as the test wants.</summary>
internal sealed class ScriptedTrainer : IPolicyTrainer
{
    private readonly Action _onTrain;

    public ScriptedTrainer(Action onLoad, Action onTrain)
    {
        _onTrain = onTrain;
        onLoad();
    }

    public long Steps { get; private set; }

    public StepReport Train(TrainingBatch batch)
    {
        _onTrain();
        Steps++;
        return new StepReport(batch.Step, true, 0, 0, batch.LearningRate, 0, 0, 0, 0, 1, 0, 0, 0, 0, batch.Groups.Length, 0, 0, 0, 1, 0, 0);
    }

    public PolicySnapshot Snapshot(long epoch) => new(new PolicyVersion(Steps), new MemoryStream(), epoch);

    public string Save(string folder) => "";

    public void Dispose()
    {
    }
}
