using System.Security.Cryptography;
using System.Text;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Weights;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;

namespace ToolZero.Actors.Tests.Support;

/// <summary>Its weights are a hash over all that it was trained with, in order: equal only after the same batches.</summary>
internal sealed class FakeTrainer : IPolicyTrainer
{
    private readonly Action<TrainingBatch> _onTrain;
    private readonly Action _onSave;

    public FakeTrainer(StoredCheckpoint? checkpoint, Action<TrainingBatch> onTrain, Action? onSave = null)
    {
        (_onTrain, _onSave) = (onTrain, onSave ?? (() => { }));
        Steps = checkpoint?.State.Step ?? 0;
        Weights = checkpoint is null ? "base" : File.ReadAllText(Path.Combine(checkpoint.Folder, "weights"));
    }

    public string Weights { get; private set; }

    public long Steps { get; private set; }

    public StepReport Train(TrainingBatch batch)
    {
        Assert.Equal(Steps, batch.Step);
        _onTrain(batch);
        var content = string.Join(';', batch.Groups.Select(g =>
            $"{g.Id}:{string.Join(',', g.Samples.Select(s => $"{s.Trajectory.Text}={s.Score.Total(batch.ScheduleWeight):R}"))}"));
        Weights = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Weights}|{batch.Step}|{batch.LearningRate:R}|{batch.Bounds}|{content}")));
        Steps++;
        return new StepReport(batch.Step, true, 0, 0, batch.LearningRate, 0, 0, 0, 0, 1, 0, 0, 0, 0, batch.Groups.Length, 0, 0, 0, 1, 0, 0);
    }

    public PolicySnapshot Snapshot(long epoch) => new(new PolicyVersion(Steps), new MemoryStream(), epoch);

    public string Save(string folder)
    {
        _onSave();
        File.WriteAllText(Path.Combine(folder, "weights"), Weights);
        return Weights;
    }

    public void Dispose()
    {
    }
}
