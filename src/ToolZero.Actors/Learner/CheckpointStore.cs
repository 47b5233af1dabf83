using System.Globalization;
using System.Text.Json;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Learner;

/// <summary>state.json of a checkpoint: which steps it holds, and the hash that its weights must have.</summary>
/// <param name="Step">Optimiser steps it contains.</param>
/// <param name="PolicyVersion">The same number, as the weights' version.</param>
/// <param name="LastBatch">Step of the last batch in it; −1 = none.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="WeightsSha256">Hash of the weights.</param>
public sealed record CheckpointState(long Step, long PolicyVersion, long LastBatch, ulong Seed, string WeightsSha256);

/// <summary>A checkpoint on disk.</summary>
public sealed record StoredCheckpoint(string Folder, CheckpointState State);

/// <summary>
/// The folders step_N of a run. A checkpoint is written aside, flushed and renamed, so that a folder of this name is always whole; the newest
/// few are kept.
/// </summary>
public sealed class CheckpointStore(string folder, int keep)
{
    private const string StateFile = "state.json";
    private const string Aside = ".tmp";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The newest checkpoint; null when there is none.</summary>
    /// <exception cref="DataException">Its state.json is damaged.</exception>
    public StoredCheckpoint? Latest() =>
        Steps().OrderByDescending(s => s.Step).Select(s => Read(s.Folder)).FirstOrDefault();

    /// <summary>Writes the checkpoint of <paramref name="step"/>; one that is there already is left as it is.</summary>
    /// <param name="step">Optimiser steps in the weights.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="write">Writes the model's files into the folder it is given and returns the hash of the weights.</param>
    /// <exception cref="DataException">The folder cannot be written, or the disk is full.</exception>
    public StoredCheckpoint Save(long step, ulong seed, Func<string, string> write)
    {
        var target = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"step_{step}"));
        if (Directory.Exists(target)) return Read(target);
        var aside = target + Aside;
        try
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
            Directory.CreateDirectory(aside);
            var state = new CheckpointState(step, step, step - 1, seed, write(aside));
            File.WriteAllText(Path.Combine(aside, StateFile), JsonSerializer.Serialize(state, Json));
            foreach (var file in Directory.EnumerateFiles(aside)) Flush(file);
            Directory.Move(aside, target);
            Prune();
            return new StoredCheckpoint(target, state);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
            throw new DataException($"{target}: the checkpoint cannot be written ({error.Message.ReplaceLineEndings(" ")}); free space or choose another run.folder", error);
        }
    }

    private static void Flush(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    private static StoredCheckpoint Read(string checkpoint)
    {
        var file = Path.Combine(checkpoint, StateFile);
        try
        {
            return new StoredCheckpoint(
                checkpoint,
                JsonSerializer.Deserialize<CheckpointState>(File.ReadAllText(file), Json) ?? throw new JsonException("empty"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new DataException($"{file}: cannot be read ({error.Message.ReplaceLineEndings(" ")}); remove the folder to resume from an older checkpoint", error);
        }
    }

    private void Prune()
    {
        foreach (var (_, old) in Steps().OrderByDescending(s => s.Step).Skip(Math.Max(1, keep)).ToList()) Directory.Delete(old, recursive: true);
    }

    private IEnumerable<(long Step, string Folder)> Steps() =>
        Directory.Exists(folder)
            ? from path in Directory.EnumerateDirectories(folder, "step_*")
              let name = Path.GetFileName(path)
              where long.TryParse(name.AsSpan("step_".Length), NumberStyles.None, CultureInfo.InvariantCulture, out _)
              select (long.Parse(name.AsSpan("step_".Length), NumberStyles.None, CultureInfo.InvariantCulture), path)
            : [];
}
