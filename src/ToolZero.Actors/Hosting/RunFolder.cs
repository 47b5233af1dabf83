using System.Globalization;
using System.Text.Json;
using ToolZero.Actors.Coordinator;
using ToolZero.Core.Data;
using ToolZero.Core.Metrics;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Hosting;

/// <summary>What may happen to a run folder that exists.</summary>
public enum FolderMode
{
    /// <summary>It must not exist.</summary>
    New,

    /// <summary>The run goes on where it stopped; a new one starts when there is none.</summary>
    Resume,

    /// <summary>It is deleted first.</summary>
    Clean,
}

/// <summary>
/// <c>runs/NAME</c>: configuration, metrics, rollouts, checkpoints, ledger, summary. One process at a time has it; a file is either whole or
/// not there, metrics.jsonl has one line per step in force.
/// </summary>
public sealed class RunFolder : IStepLog, IDisposable
{
    /// <summary>Name of the file with the run's settings.</summary>
    public const string ConfigurationFile = "config.conf";

    /// <summary>Name of the file with the ledger.</summary>
    public const string LedgerFile = "ledger.db";

    /// <summary>Name of the folder with the checkpoints.</summary>
    public const string CheckpointFolder = "checkpoints";

    /// <summary>Name of the folder with logs.</summary>
    public const string LogFolder = "logs";

    private readonly FileStream _lock;

    private RunFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public string Ledger => At(LedgerFile);

    public string Checkpoints => At(CheckpointFolder);

    public string Metrics => At("metrics.jsonl");

    public string Summary => At("summary.json");

    public string Configuration => At(ConfigurationFile);

    public string Baseline => At("baseline.json");

    public string Report => At("report.html");

    public string Logs => At(LogFolder);

    /// <summary>Opens <c>folder/name</c>.</summary>
    /// <exception cref="DataException">It exists (<see cref="FolderMode.New"/>), is in use, or cannot be written.</exception>
    public static RunFolder Open(string folder, string name, FolderMode mode)
    {
        if (name.Length == 0 || name is "." or ".." || name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
            throw new DataException($"run.name = '{name}': must be a plain folder name; give the run one with --name");
        var path = System.IO.Path.Combine(folder, name);
        try
        {
            if (mode == FolderMode.New && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
                throw new DataException($"{path}: exists already; choose another --name, continue it with --resume, or start it over with --clean");
            Directory.CreateDirectory(path);
            // Held as long as the run goes: the system gives it back even after a kill.
            var held = new FileStream(System.IO.Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var result = new RunFolder(path, held);
            if (mode == FolderMode.Clean) result.Empty();
            Directory.CreateDirectory(result.Checkpoints);
            Directory.CreateDirectory(result.At("rollouts"));
            Directory.CreateDirectory(result.Logs);
            return result;
        }
        catch (IOException error) when (Directory.Exists(path) && error is not DirectoryNotFoundException)
        {
            throw new DataException($"{path}: another process works in it, or it cannot be written ({error.Message.ReplaceLineEndings(" ")})", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be written ({error.Message.ReplaceLineEndings(" ")}); choose another run.folder", error);
        }
    }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Appends the step to metrics.jsonl and writes rollouts/step_N.jsonl.</summary>
    /// <exception cref="DataException">The disk is full or not writable any more.</exception>
    public void Append(StepMetrics metrics, TrainingBatch batch)
    {
        try
        {
            AtomicFile.Write(At(string.Create(CultureInfo.InvariantCulture, $"rollouts/step_{batch.Step}.jsonl")), to => RolloutLines.Write(batch, to));
            FileGrowth.Write(Metrics, () => File.AppendAllText(Metrics, metrics.ToJson() + "\n"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{Metrics}: cannot be written ({error.Message.ReplaceLineEndings(" ")}); free space and continue with --resume", error) { IsDiskFault = error is IOException };
        }
    }

    /// <summary>Drops the lines of metrics.jsonl from this step on, and a last line that was cut off: they are written anew.</summary>
    public void KeepBefore(long step)
    {
        if (!File.Exists(Metrics)) return;
        var kept = string.Concat(File.ReadLines(Metrics).Where(line => StepOf(line) is { } s && s < step).Select(line => line + "\n"));
        // Mostly there is nothing to drop, and the disk may be full.
        if (kept != File.ReadAllText(Metrics)) AtomicFile.Write(Metrics, kept);
    }

    /// <summary>Sum of one metric over all steps so far.</summary>
    public double Total(string metric)
    {
        if (!File.Exists(Metrics)) return 0;
        var total = 0.0;
        foreach (var line in File.ReadLines(Metrics))
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty(metric, out var value) && value.ValueKind == JsonValueKind.Number) total += value.GetDouble();
        }

        return total;
    }

    public void Dispose() => _lock.Dispose();

    private static long? StepOf(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.GetProperty("step").GetInt64();
        }
        catch (JsonException)
        {
            // The process died while it wrote this line.
            return null;
        }
    }

    private void Empty()
    {
        foreach (var directory in Directory.EnumerateDirectories(Path)) Directory.Delete(directory, recursive: true);
        foreach (var file in Directory.EnumerateFiles(Path).Where(f => System.IO.Path.GetFileName(f) != ".lock")) File.Delete(file);
    }
}
