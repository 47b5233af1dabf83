using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ToolZero.Actors.Coordinator;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Learner;

/// <summary>state.json of a checkpoint: which steps it holds, who wrote it, and the hash that its weights must have.</summary>
/// <param name="Step">Optimiser steps it contains.</param>
/// <param name="PolicyVersion">The same number, as the weights' version.</param>
/// <param name="LastBatch">Step of the last batch in it; −1 = none.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="WeightsSha256">Hash of the weights.</param>
public sealed record CheckpointState(long Step, long PolicyVersion, long LastBatch, ulong Seed, string WeightsSha256)
{
    /// <summary>The state of a checkpoint that is about to be written.</summary>
    public static CheckpointState Of(long step, ulong seed) => new(step, step, step - 1, seed, "");

    /// <summary>Number of the learner that wrote it.</summary>
    public long LearnerEpoch { get; init; }

    /// <summary>Rollbacks of the run before it.</summary>
    public long PolicyEpoch { get; init; }
}

/// <summary>A checkpoint on disk.</summary>
public sealed record StoredCheckpoint(string Folder, CheckpointState State);

/// <summary>
/// The folders step_N of a run. A checkpoint is written aside, flushed and renamed, so that a folder of this name is always whole; the newest
/// few are kept. Aside is the folder of the learner's epoch: a newer learner takes the folders of all older ones away before it begins, so that
/// their last rename fails, whenever it comes.
/// </summary>
public sealed class CheckpointStore(string folder, int keep)
{
    private const string StateFile = "state.json";
    private const string Published = "step_";
    private const string Claimed = ".epoch_";
    private const string Discarded = ".discarded_";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The newest checkpoint; null when there is none.</summary>
    /// <exception cref="DataException">Its state.json is damaged.</exception>
    public StoredCheckpoint? Latest() => Folders(Published).OrderByDescending(s => s.Number).Select(s => Read(s.Folder)).FirstOrDefault();

    /// <summary>The checkpoint with this many steps; null when there is none.</summary>
    /// <exception cref="DataException">Its state.json is damaged.</exception>
    public StoredCheckpoint? At(long step) => Directory.Exists(Target(step)) ? Read(Target(step)) : null;

    /// <summary>All checkpoints that no rollback has undone, ascending.</summary>
    /// <exception cref="DataException">A state.json is damaged.</exception>
    public ImmutableArray<StoredCheckpoint> InForce(ImmutableArray<RollbackPoint> rollbacks) =>
        [.. Folders(Published).OrderBy(s => s.Number).Select(s => Read(s.Folder)).Where(c => !IsUndone(c.State, rollbacks))];

    /// <summary>Steps of all checkpoints, ascending.</summary>
    public ImmutableArray<long> Steps() => [.. Folders(Published).Select(s => s.Number).Order()];

    /// <summary>Takes the store over for the learner of this epoch: older ones cannot publish any more.</summary>
    /// <exception cref="LearnerFencedException">A newer learner has it.</exception>
    /// <exception cref="DataException">The folder cannot be written.</exception>
    public void Claim(long epoch) => Guarded(folder, () =>
    {
        CheckFence(epoch);
        Directory.CreateDirectory(Staging(epoch));
        foreach (var (_, path) in Folders(Claimed).Where(c => c.Number < epoch).ToList()) Discard(path);
        foreach (var path in Directory.GetDirectories(folder, Discarded + "*")) Directory.Delete(path, recursive: true);
        CheckFence(epoch);
        return true;
    });

    /// <summary>Removes checkpoints that rollbacks have undone. For the learner that has claimed the store.</summary>
    /// <exception cref="DataException">A state.json is damaged, or the folder cannot be written.</exception>
    public void Forget(ImmutableArray<RollbackPoint> rollbacks) => Guarded(folder, () =>
    {
        foreach (var (_, path) in Folders(Published).ToList())
        {
            if (IsUndone(Read(path).State, rollbacks)) Discard(path);
        }

        return true;
    });

    /// <summary>Writes a checkpoint; one of its step that is there already is left as it is.</summary>
    /// <param name="stamp">Everything in state.json but the hash of the weights.</param>
    /// <param name="write">Writes the model's files into the folder it is given and returns the hash of the weights.</param>
    /// <exception cref="LearnerFencedException">A newer learner is in charge.</exception>
    /// <exception cref="DataException">The folder cannot be written, or the disk is full.</exception>
    public StoredCheckpoint Save(CheckpointState stamp, Func<string, string> write)
    {
        var target = Target(stamp.Step);
        var aside = Path.Combine(Staging(stamp.LearnerEpoch), Path.GetFileName(target));
        return Guarded(target, () =>
        {
            CheckFence(stamp.LearnerEpoch);
            if (Directory.Exists(target)) return Read(target);
            try
            {
                Remove(aside);
                Directory.CreateDirectory(aside);
                var state = stamp with { WeightsSha256 = write(aside) };
                File.WriteAllText(Path.Combine(aside, StateFile), JsonSerializer.Serialize(state, Json));
                foreach (var file in Directory.EnumerateFiles(aside)) Flush(file);
                CheckFence(stamp.LearnerEpoch);
                Directory.Move(aside, target);
                Prune();
                return new StoredCheckpoint(target, state);
            }
            catch
            {
                Remove(aside);

                // What a newer learner took away is no fault of the disk.
                CheckFence(stamp.LearnerEpoch);
                throw;
            }
        });
    }

    private static bool IsUndone(CheckpointState state, ImmutableArray<RollbackPoint> rollbacks) =>
        rollbacks.Any(r => r.PolicyEpoch > state.PolicyEpoch && r.Step < state.Step);

    private static void Remove(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
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

    private static T Guarded<T>(string what, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{what}: the checkpoint cannot be written ({error.Message.ReplaceLineEndings(" ")}); free space or choose another run.folder", error) { IsDiskFault = error is IOException };
        }
    }

    /// <summary>The newest claim is the fence.</summary>
    private void CheckFence(long epoch)
    {
        var newest = Folders(Claimed).Select(c => c.Number).DefaultIfEmpty(0).Max();
        if (newest > epoch) throw new LearnerFencedException(epoch, newest);
    }

    /// <summary>Takes a folder away at one stroke: nobody sees half of it.</summary>
    private void Discard(string path)
    {
        var away = Path.Combine(folder, $"{Discarded}{Path.GetFileName(path).TrimStart('.')}_{Environment.ProcessId}");
        Directory.Move(path, away);
        Directory.Delete(away, recursive: true);
    }

    private void Prune()
    {
        foreach (var (_, old) in Folders(Published).OrderByDescending(s => s.Number).Skip(Math.Max(1, keep)).ToList()) Discard(old);
    }

    private string Target(long step) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Published}{step}"));

    private string Staging(long epoch) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Claimed}{epoch}"));

    private IEnumerable<(long Number, string Folder)> Folders(string prefix) =>
        Directory.Exists(folder)
            ? from path in Directory.EnumerateDirectories(folder, prefix + "*")
              let name = Path.GetFileName(path)
              where long.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _)
              select (long.Parse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture), path)
            : [];
}
