using ToolZero.Actors.Weights;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Adapters;
using ToolZero.Model.Tokenization;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;

namespace ToolZero.Actors.Learner;

/// <summary>Adapters that a learner trains.</summary>
/// <param name="Settings">Which ones.</param>
/// <param name="BasePath">Folder of the base model, named in every checkpoint together with the hash of its weights.</param>
/// <param name="Seed">Their first values.</param>
public sealed record AdapterOrigin(AdapterSettings Settings, string BasePath, ulong Seed);

/// <summary>
/// Policy, optimiser and tokenizer as a learner uses them. Owns the weights, those of the reference policy too. With adapters the base is frozen:
/// adapters are what is trained, hashed, published and saved.
/// </summary>
public sealed class ModelTrainer : IPolicyTrainer
{
    private const string OptimizerFile = "optimizer.safetensors";

    private readonly DecoderWeights _weights;
    private readonly DecoderWeights? _reference;
    private readonly AdapterWeights? _adapters;
    private readonly AdapterBase? _base;
    private readonly TextTokenizer _tokenizer;
    private readonly PolicyTrainer _trainer;

    private ModelTrainer(DecoderWeights weights, DecoderWeights? reference, TextTokenizer tokenizer, TrainerSettings settings, long steps)
    {
        (_weights, _reference, _tokenizer, Steps) = (weights, reference, tokenizer, steps);
        _trainer = new PolicyTrainer(weights, settings, reference);
    }

    private ModelTrainer(DecoderWeights weights, AdapterWeights adapters, AdapterBase origin, TextTokenizer tokenizer, TrainerSettings settings, long steps)
    {
        (_weights, _adapters, _base, _tokenizer, Steps) = (weights, adapters, origin, tokenizer, steps);
        _trainer = new PolicyTrainer(weights, adapters, settings);
    }

    public long Steps { get; private set; }

    /// <summary>SHA-256 of what is trained, as it is now.</summary>
    public string WeightsSha256 => Trained.Sha256();

    private TensorSet Trained => (TensorSet?)_adapters ?? _weights;

    /// <summary>Starts from a checkpoint, or from the base model.</summary>
    /// <param name="checkpoint">Null = the base model.</param>
    /// <param name="load">Reads the model of a folder; null = the base model.</param>
    /// <param name="tokenizer">Saved with every checkpoint.</param>
    /// <param name="settings">How it trains.</param>
    /// <param name="origin">The adapters to train; null = all weights are trained.</param>
    /// <exception cref="DataException">Files missing or damaged, weights that do not have the checkpoint's hash, or another base than its adapters were trained over.</exception>
    public static ModelTrainer Create(
        StoredCheckpoint? checkpoint, Func<string?, DecoderWeights> load, TextTokenizer tokenizer, TrainerSettings settings, AdapterOrigin? origin = null)
    {
        var trainer = origin is null ? Whole(checkpoint, load, tokenizer, settings) : Adapted(checkpoint, load, tokenizer, settings, origin);
        try
        {
            if (checkpoint is null) return trainer;
            if (trainer.WeightsSha256 != checkpoint.State.WeightsSha256)
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

    public PolicySnapshot Snapshot(long epoch) =>
        new(new PolicyVersion(Steps), _adapters is null ? _weights.Clone() : new AdaptedPolicy(_weights, _adapters.Clone()), epoch);

    public string Save(string folder)
    {
        if (_adapters is null) Checkpoint.Save(folder, _weights);
        else AdapterFolder.Save(folder, _adapters, _base!);
        _tokenizer.Save(folder);
        _trainer.SaveOptimizer(Path.Combine(folder, OptimizerFile));
        return WeightsSha256;
    }

    public void Dispose()
    {
        _trainer.Dispose();
        _adapters?.Dispose();
        _weights.Dispose();
        _reference?.Dispose();
    }

    private static ModelTrainer Whole(StoredCheckpoint? checkpoint, Func<string?, DecoderWeights> load, TextTokenizer tokenizer, TrainerSettings settings)
    {
        var weights = load(checkpoint?.Folder);

        // KL is taken to the base model, also when training goes on from a checkpoint.
        return new ModelTrainer(weights, settings.Loss.KlWeight > 0 ? load(null) : null, tokenizer, settings, checkpoint?.State.Step ?? 0);
    }

    private static ModelTrainer Adapted(
        StoredCheckpoint? checkpoint, Func<string?, DecoderWeights> load, TextTokenizer tokenizer, TrainerSettings settings, AdapterOrigin origin)
    {
        var from = AdapterBase.Of(origin.BasePath);
        if (checkpoint is not null) AdapterFolder.CheckBase(checkpoint.Folder, from);
        var weights = load(null);
        AdapterWeights? adapters = null;
        try
        {
            adapters = checkpoint is null
                ? AdapterWeights.Create(weights.Config, origin.Settings, origin.Seed, weights.Type, weights.Device)
                : AdapterFolder.Load(checkpoint.Folder, weights.Config, weights.Type, weights.Device);
            if (adapters.Settings != origin.Settings)
                throw new DataException($"{checkpoint!.Folder}: its adapters have another rank, alpha or other targets than model.lora says; resume with the settings of the run");
            return new ModelTrainer(weights, adapters, from, tokenizer, settings, checkpoint?.State.Step ?? 0);
        }
        catch
        {
            adapters?.Dispose();
            weights.Dispose();
            throw;
        }
    }
}
