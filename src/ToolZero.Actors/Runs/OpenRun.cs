using System.Text.Json;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Data;
using ToolZero.Actors.Weights;

namespace ToolZero.Actors.Runs;

/// <summary>The run of a folder: its lock and its ledger are held until it is disposed.</summary>
public sealed class OpenRun : IRunJob
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly RunFolder _folder;
    private readonly RunLedger _ledger;
    private readonly RunSettings _settings;
    private readonly CheckpointStore _checkpoints;
    private readonly TimeProvider _time;
    private readonly long _start;
    private bool _closed;

    private OpenRun(RunConfiguration configuration, RunSettings settings, RunInputs inputs, RunFolder folder, TimeProvider time)
    {
        (_folder, _settings, _time, _start) = (folder, settings, time, time.GetTimestamp());
        _checkpoints = new CheckpointStore(folder.Checkpoints, settings.Checkpoint.Keep);
        if (!File.Exists(folder.Ledger) && _checkpoints.Latest() is not null)
            throw new DataException($"{folder.Path}: holds checkpoints and no {RunFolder.LedgerFile}: go on with a supervised run by toolzero sft --resume, else bring the ledger back from a copy or choose another --name");
        if (!File.Exists(folder.Configuration)) AtomicFile.Write(folder.Configuration, configuration.Render());
        _ledger = RunLedger.OpenOrCreate(folder.Ledger, new LedgerIdentity(settings.Run.Seed, configuration.Hash), time);
        var restored = _ledger.Restore();
        var order = new PromptOrder(settings.Run.Seed, inputs.Training.Length);
        Coordinator = new CoordinatorServices(settings.Coordinator, _ledger, inputs.LearningRate, id => inputs.Training[order.TaskAt(id.Value)], folder, time);
        ConfigurationText = configuration.Render();
        Notices = [.. inputs.Notices, .. restored.Version > 0 ? [$"resumes at step {restored.Version} of {settings.Run.Steps}"] : Array.Empty<string>()];
        if (File.Exists(folder.Baseline)) Baseline = JsonSerializer.Deserialize<EvaluationResult>(File.ReadAllText(folder.Baseline), Json);
    }

    public string ConfigurationText { get; }

    public CoordinatorServices Coordinator { get; }

    public WeightsSettings Weights => _settings.Weights;

    public IReadOnlyList<string> Notices { get; }

    public bool Evaluates => _settings.Evaluation.Tasks > 0;

    public EvaluationResult? Baseline { get; private set; }

    public StoredCheckpoint? Latest => _checkpoints.Latest();

    /// <summary>Opens <c>run.folder/run.name</c>.</summary>
    /// <param name="configuration">All settings; <c>config.conf</c> of a new run.</param>
    /// <param name="inputs">With its training tasks.</param>
    /// <param name="location">Folder and name: a run that is resumed may have been moved.</param>
    /// <param name="mode">New, resume or clean.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="DataException">The folder is in use or not writable, or its files are damaged.</exception>
    public static OpenRun Open(RunConfiguration configuration, RunInputs inputs, RunSection location, FolderMode mode, TimeProvider time)
    {
        var folder = RunFolder.Open(location.Folder, location.Name, mode);
        try
        {
            return new OpenRun(configuration, RunSettings.From(configuration), inputs, folder, time);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void KeepBaseline(EvaluationResult result)
    {
        Baseline = result;
        AtomicFile.Write(_folder.Baseline, JsonSerializer.Serialize(result, Json));
    }

    public RunResult Conclude(RunEnd end, EvaluationResult? final)
    {
        var restored = _ledger.Restore();
        var latest = Latest;
        var result = new RunResult(
            end.Phase,
            end.Reason,
            _folder.Path,
            Baseline,
            final,
            restored.Version,
            _time.GetElapsedTime(_start).TotalSeconds,
            new TokenCounts((long)_folder.Total("tokens/generated"), (long)_folder.Total("tokens/trained")),
            latest?.State.PolicyVersion ?? 0,
            latest?.State.WeightsSha256 ?? "",
            restored.Restore(_settings.Coordinator).Counts,
            _settings.Run.Seed)
        {
            IsDataFault = end.IsDataFault,
        };
        if (end.Phase == RunPhase.Finished) AtomicFile.Write(_folder.Summary, result.ToJson());
        return result;
    }

    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        _ledger.Dispose();
        _folder.Dispose();
    }
}
