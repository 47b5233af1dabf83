using ToolZero.Actors.Learner;
using ToolZero.Core.Data;
using ToolZero.Model.Adapters;

namespace ToolZero.Cli.Commands;

/// <summary>Finds the model that a user means by a path: a model folder, a folder of adapters, a checkpoint, or a run whose newest checkpoint is taken.</summary>
internal static class ModelFolder
{
    /// <exception cref="DataException">There is no model.</exception>
    public static string Resolve(string path)
    {
        if (File.Exists(Path.Combine(path, "config.json")) || AdapterFolder.Is(path)) return path;
        var checkpoints = Path.Combine(path, "checkpoints");
        if (Directory.Exists(checkpoints))
        {
            return new CheckpointStore(checkpoints, keep: 1).Latest()?.Folder
                ?? throw new DataException($"{path}: this run has no checkpoint yet; wait for the first or give a model folder");
        }

        throw new DataException($"{path}: no model here (no config.json, no adapter_config.json); give a model folder, a checkpoint or a run folder");
    }
}
