using ToolZero.Actors.Weights;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;

namespace ToolZero.Actors.Learner;

/// <summary>Policy, optimiser and tokenizer as a learner uses them. Owns the weights, those of the reference policy too.</summary>
public sealed class ModelTrainer : IPolicyTrainer
{
    private const string OptimizerFile = "optimizer.safetensors";

    private readonly DecoderWeights _weights;
    private readonly DecoderWeights? _reference;
    private readonly TextTokenizer _tokenizer;
    private readonly PolicyTrainer _trainer;

    private ModelTrainer(DecoderWeights weights, DecoderWeights? reference, TextTokenizer tokenizer, TrainerSettings settings, long steps)
    {
        (_weights, _reference, _tokenizer, Steps) = (weights, reference, tokenizer, steps);
        _trainer = new PolicyTrainer(weights, settings, reference);
    }

    public long Steps { get; private set; }

    /// <summary>SHA-256 of the weights as they are now.</summary>
    public string WeightsSha256 => _weights.Sha256();

    /// <summary>Starts from a checkpoint, or from the base model.</summary>
    /// <exception cref="DataException">Files missing or damaged, or weights that do not have the checkpoint's hash.</exception>
    public static ModelTrainer Create(StoredCheckpoint? checkpoint, Func<string?, DecoderWeights> load, TextTokenizer tokenizer, TrainerSettings settings)
    {
        var weights = load(checkpoint?.Folder);
        // KL is taken to the base model, also when training goes on from a checkpoint.
        var reference = settings.Loss.KlWeight > 0 ? load(null) : null;
        var trainer = new ModelTrainer(weights, reference, tokenizer, settings, checkpoint?.State.Step ?? 0);
        try
        {
            if (checkpoint is null) return trainer;
            if (weights.Sha256() != checkpoint.State.WeightsSha256)
                throw new DataException($"{checkpoint.Folder}: the weights do not have the hash that state.json names; remove the folder to resume from an older checkpoint");
            trainer._trainer.LoadOptimizer(Path.Combine(checkpoint.Folder, OptimizerFile));
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    public StepReport Train(TrainingBatch batch)
    {
        var report = _trainer.Step(batch);
        Steps = batch.Step + 1;
        return report;
    }

    public PolicySnapshot Snapshot(long epoch) => new(new PolicyVersion(Steps), _weights.Clone(), epoch);

    public string Save(string folder)
    {
        Checkpoint.Save(folder, _weights);
        _tokenizer.Save(folder);
        _trainer.SaveOptimizer(Path.Combine(folder, OptimizerFile));
        return WeightsSha256;
    }

    public void Dispose()
    {
        _trainer.Dispose();
        _weights.Dispose();
        _reference?.Dispose();
    }
}
